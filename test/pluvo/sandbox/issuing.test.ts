import { expect, test } from '@jest/globals';
import { ManualClock } from '../../support/ManualClock.js';
import {
  activePeople,
  bulkGenerate,
  grace,
  inactivePerson,
  issue,
  titlesOf,
} from './support/documents.js';
import { useSandboxes } from './support/sandboxes.js';

const start = useSandboxes();
const unknownId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

test('a certificate that is issued shows in the portfolio, with its title, its date and its document', async () => {
  const clock = new ManualClock();
  const test = await start({ clock });
  const { id, email } = grace(test.sandbox);
  const answer = await issue(test, [id], {
    title: 'Compilers',
    issueDate: '2026-01-10T12:00:00+02:00',
  });
  expect(answer.body).toEqual(bulkGenerate([id], []));

  const items = await test.graphql(
    `query ($id: UUID) { portfolioItems(userId: $id) {
      title description startDate endDate files createdAt updatedAt user { id email } } }`,
    { id },
  );
  expect(items.body).toEqual({
    data: {
      portfolioItems: [
        {
          title: 'Compilers',
          description: null,
          startDate: '2026-01-10T10:00:00+00:00',
          endDate: null,
          files: [expect.stringMatching(/^https:\/\/.+\.pdf$/)],
          createdAt: '2026-01-15T09:00:00+00:00',
          updatedAt: '2026-01-15T09:00:00+00:00',
          user: { id, email },
        },
      ],
    },
  });
});

test("without a title it is the template's, without a date it is now, to the microsecond", async () => {
  const clock = new ManualClock('2026-01-15T09:00:00.125Z');
  const test = await start({ clock });
  const { id } = grace(test.sandbox);
  await issue(test, [id]);
  const items = await test.graphql(
    'query ($id: UUID) { portfolioItems(userId: $id) { title startDate } }',
    { id },
  );
  expect(items.body).toEqual({
    data: {
      portfolioItems: [
        { title: 'Certificate of First Aid', startDate: '2026-01-15T09:00:00.125000+00:00' },
      ],
    },
  });
});

test('an item can be read by its id, whether issued or there from the beginning', async () => {
  const test = await start();
  const [ada, graceAgain] = activePeople(test.sandbox, 2);
  await issue(test, [graceAgain?.id ?? '']);
  for (const person of [ada, graceAgain]) {
    const [item] = test.sandbox.organization.portfolio.ofUser(person?.id ?? '');
    const { body } = await test.graphql(
      'query ($id: UUID!) { portfolioItem(id: $id) { id title user { email } } }',
      { id: item?.id },
    );
    expect(body).toEqual({
      data: { portfolioItem: { id: item?.id, title: item?.title, user: { email: person?.email } } },
    });
  }
  const { body } = await test.graphql(`{ portfolioItem(id: "${unknownId}") { id } }`);
  expect(body).toEqual({ data: { portfolioItem: null } });
});

test('who is inactive or unknown fails; the others get theirs', async () => {
  const test = await start();
  const [first, second] = activePeople(test.sandbox, 2).map(({ id }) => id);
  const inactive = inactivePerson(test.sandbox).id;
  const answer = await issue(test, [unknownId, first ?? '', inactive, second ?? '']);
  expect(answer.body).toEqual(bulkGenerate([first ?? '', second ?? ''], [unknownId, inactive]));
  expect(test.sandbox.organization.effects.count).toBe(2);
});

test('there is no idempotency: the same call twice issues twice, and sends two e-mails', async () => {
  const test = await start();
  const { id } = grace(test.sandbox);
  const once = { title: 'Twice', issueDate: '2026-01-10T12:00:00Z' };
  await issue(test, [id], once);
  await issue(test, [id], once);
  expect(await titlesOf(test, id)).toEqual(['Twice', 'Twice']);
  const { body } = await test.admin('GET', 'effects');
  expect(body).toMatchObject({ effects: [{ emailsSent: 1 }, { emailsSent: 1 }] });
});

test('a user id that is given twice in one call counts once', async () => {
  const test = await start();
  const { id } = grace(test.sandbox);
  expect((await issue(test, [id, id.toUpperCase()])).body).toEqual(bulkGenerate([id], []));
});

test('an unknown template is an error without an effect', async () => {
  const test = await start();
  const { status, body } = await issue(test, [grace(test.sandbox).id], { id: unknownId });
  expect(status).toBe(200);
  expect(body).toEqual({
    errors: [
      {
        message: 'Certificate matching query does not exist.',
        locations: expect.any(Array),
        path: ['generateCertificate'],
      },
    ],
    data: { generateCertificate: null },
  });
  expect(test.sandbox.organization.effects.count).toBe(0);
});

test('more than 50 people in one call are refused without an effect; the limit can be chosen', async () => {
  const people = (sandbox: typeof usual.sandbox, count: number) =>
    activePeople(sandbox, count).map(({ id }) => id);
  const usual = await start();
  expect((await issue(usual, people(usual.sandbox, 50))).body).not.toHaveProperty('errors');
  expect((await issue(usual, people(usual.sandbox, 51))).body).toMatchObject({
    errors: [{ message: 'Expected at most 50 userIds, got 51.' }],
    data: { generateCertificate: null },
  });
  expect(usual.sandbox.organization.effects.count).toBe(50);

  const narrow = await start({ mostUserIds: 2 });
  expect((await issue(narrow, people(narrow.sandbox, 3))).body).toHaveProperty('errors');
});

test('the ground truth tells every effect, and finds them by person, certificate and title', async () => {
  const test = await start({ clock: new ManualClock() });
  const [one, two] = activePeople(test.sandbox, 2).map(({ id }) => id);
  await issue(test, [one ?? '', two ?? ''], { title: 'A', issueDate: '2026-01-10T12:00:00Z' });
  await issue(test, [two ?? ''], { title: 'B' });
  const filter = async (query: string) => (await test.admin('GET', `effects?${query}`)).body;

  expect(await filter(`userId=${one ?? ''}`)).toEqual({
    effects: [
      {
        portfolioItemId: expect.any(String),
        userId: one,
        certificateId: test.sandbox.firstCertificateId,
        title: 'A',
        issueDate: '2026-01-10T12:00:00.000Z',
        trainingId: null,
        at: '2026-01-15T09:00:00.000Z',
        visibleAt: '2026-01-15T09:00:00.000Z',
        emailsSent: 1,
        automatic: false,
      },
    ],
  });
  expect(await filter('title=B')).toMatchObject({ effects: [{ userId: two }] });
  expect(await filter(`userId=${one ?? ''}&title=B`)).toEqual({ effects: [] });
  expect(await filter(`certificateId=${unknownId}`)).toEqual({ effects: [] });
  expect((await test.admin('GET', 'effects?user=me')).status).toBe(400);
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Graph } from '../support/Graph.js';
import { metric } from '../support/metric.js';
import type { PluvoAdmin } from '../support/PluvoAdmin.js';
import { describeBothTopologies, type Topology } from '../support/topologies.js';
import { quickQuarantine } from './quickQuarantine.js';
import { everybody, issue, issueShape, page, pageShape } from './operations.js';

const ada = 'ada.lovelace@example.com';
const grace = 'grace.hopper@example.com';

describeBothTopologies('Issuing through the graph', (start) => {
  let topology: Topology;
  let graph: Graph;
  let pluvo: PluvoAdmin;
  let certificate: { id: string; title: string };
  /** Active people who are linked to Pluvo; each test takes some that no other test issues to. */
  let people: Awaited<ReturnType<typeof everybody>>;

  beforeAll(async () => {
    topology = await start(quickQuarantine);
    ({ graph, pluvo } = topology);
    const { certificates } = await graph.data(pageShape, page, { first: 50 });
    const found = certificates.edges.find((edge) => edge?.node?.title && edge.node.name)?.node;
    certificate = { id: found?.id ?? '', title: found?.title ?? '' };
    people = (await everybody(graph)).filter(
      ({ email, isActive }) => isActive && ![ada, grace].includes(email),
    );
  }, 60_000);
  afterAll(() => topology.stop());

  const take = (count: number) => people.splice(0, count);
  const emailsOf = (taken: readonly { email: string }[]) => taken.map(({ email }) => email);
  const input = <Changes extends object>(changes: Changes) => ({
    input: { requestId: randomUUID(), certificateId: certificate.id, ...changes },
  });
  const issued = async (changes: object) =>
    (await graph.data(issueShape, issue, input(changes))).issueCertificate;
  const title = () => `Certificate ${randomUUID()}`;

  test('people get the certificate by e-mail address, and Pluvo e-mails each of them once', async () => {
    const [first, second] = take(2);
    const name = title();
    const { issuance, replayed } = await issued({
      title: name,
      emails: [` ${first?.email.toUpperCase() ?? ''} `, second?.email],
    });
    expect(replayed).toBe(false);
    expect(issuance).toMatchObject({
      status: 'SUCCEEDED',
      title: name,
      counts: { total: 2, issued: 2 },
    });
    const effects = await pluvo.effects(name);
    expect(effects.map(({ userId, emailsSent }) => [userId, emailsSent]).sort()).toEqual(
      [first, second].map((person) => [person?.pluvoId, 1]).sort(),
    );
  });

  test('an unknown, an inactive and an unlinked address fail for themselves, the rest is issued', async () => {
    const inactive = `inactive.${randomUUID()}@example.org`;
    const unlinked = `unlinked.${randomUUID()}@example.org`;
    await graph.ask('mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { created } }', {
      input: {
        users: [
          { email: inactive, name: 'Inactive', isActive: false },
          { email: unlinked, name: 'Unlinked' },
        ],
      },
    });
    const [person] = take(1);
    const name = title();
    const emails = [inactive, unlinked, `nobody.${randomUUID()}@example.org`, person?.email];
    const { issuance } = await issued({ title: name, emails });
    expect(issuance).toMatchObject({
      status: 'PARTIAL',
      counts: { total: 4, issued: 1, failed: 3 },
    });
    expect(issuance.recipients.edges.map(({ node }) => node.failure?.code ?? node.status)).toEqual([
      'USER_INACTIVE',
      'USER_NOT_LINKED',
      'USER_NOT_FOUND',
      'ISSUED',
    ]);
    await expect(pluvo.effects(name)).resolves.toHaveLength(1);
  });

  test('a person who became inactive in Pluvo, of which nobody has told us, fails as Pluvo says', async () => {
    await pluvo.unsubscribeAll();
    const [person] = take(1);
    await pluvo.changePerson(person?.email ?? '', { isActive: false });
    const { issuance } = await issued({ emails: emailsOf([person ?? { email: '' }]) });
    expect(issuance.recipients.edges[0]?.node).toMatchObject({
      status: 'FAILED',
      failure: { code: 'PLUVO_FAILED' },
    });
  });

  test('two addresses of one person are one certificate, and both are reported', async () => {
    const [person] = take(1);
    const alias = `alias.${randomUUID()}@example.org`;
    const name = title();
    await pluvo.changePerson(person?.email ?? '', { name: 'Renamed' });
    const emails = [person?.email, ` ${person?.email.toUpperCase() ?? ''}`, alias];
    const { issuance } = await issued({ title: name, emails });
    expect(issuance.counts).toMatchObject({ total: 2, issued: 1, failed: 1 });
    await expect(pluvo.effects(name)).resolves.toHaveLength(1);
  });

  test('the same request again is replayed with the same answer, in any order and case, and nothing is sent', async () => {
    const taken = take(3);
    const requestId = randomUUID();
    const name = title();
    const first = await issued({ requestId, title: name, emails: emailsOf(taken) });
    await pluvo.resetRequests();
    const shuffled = emailsOf(taken)
      .reverse()
      .map((email) => email.toUpperCase());
    const again = await issued({ requestId, title: name, emails: shuffled });
    expect(again).toEqual({ ...first, replayed: true });
    expect((await pluvo.requests()).mutations).toBe(0);
  });

  test('a request ID used for something else is refused, says since when, and sends nothing', async () => {
    const taken = take(1);
    const requestId = randomUUID();
    await issued({ requestId, emails: emailsOf(taken) });
    await pluvo.resetRequests();
    const answer = await graph.ask(
      issue,
      input({ requestId, emails: emailsOf(taken), title: 'Another' }),
    );
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'REQUEST_ID_REUSED', firstSeenAt: expect.stringMatching(/^\d{4}-/) } },
    ]);
    expect((await pluvo.requests()).mutations).toBe(0);
  });

  test('another request for the same certificate on the same day says that they have it, unless asked to issue again', async () => {
    const taken = take(1);
    const name = title();
    await issued({ title: name, emails: emailsOf(taken) });
    const second = await issued({ title: name.toUpperCase(), emails: emailsOf(taken) });
    expect(second.issuance.recipients.edges[0]?.node.failure?.code).toBe('ALREADY_ISSUED');
    await expect(pluvo.effects(name)).resolves.toHaveLength(1);
    await issued({ title: name, emails: emailsOf(taken), onDuplicate: 'ISSUE_AGAIN' });
    await expect(pluvo.effects(name)).resolves.toHaveLength(2);
  });

  test('without title and date, the certificate’s own title and the moment of the request are pinned and sent', async () => {
    const taken = take(1);
    const requestId = randomUUID();
    const { issuance } = await issued({ requestId, emails: emailsOf(taken) });
    expect(issuance.title).toBe(certificate.title);
    const effects = await pluvo.effects(certificate.title);
    const effect = effects.find(({ userId }) => userId === taken[0]?.pluvoId);
    expect(Date.parse(effect?.issueDate ?? '')).toBe(Date.parse(issuance.issueDate));
    const again = await issued({ requestId, emails: emailsOf(taken) });
    expect(again.issuance.issueDate).toBe(issuance.issueDate);
  });

  test('generateCertificate takes Pluvo ids, answers like Pluvo, and never issues twice', async () => {
    const taken = take(2);
    const nobody = '00000000-0000-4000-8000-000000000000';
    const variables = {
      requestId: randomUUID(),
      id: certificate.id,
      title: title(),
      userIds: [...taken.map(({ pluvoId }) => pluvoId), nobody],
    };
    const generate = `mutation ($requestId: ID!, $id: UUID!, $title: String, $userIds: [UUID!]!) {
      generateCertificate(requestId: $requestId, id: $id, title: $title, userIds: $userIds) {
        replayed bulkGenerate { succeededIds failedIds } issuance { status } } }`;
    const bulkGenerate = { succeededIds: taken.map(({ pluvoId }) => pluvoId), failedIds: [nobody] };
    await expect(graph.ask(generate, variables)).resolves.toMatchObject({
      data: {
        generateCertificate: { replayed: false, bulkGenerate, issuance: { status: 'PARTIAL' } },
      },
    });
    // The one who failed is tried again, nobody else.
    await pluvo.resetRequests();
    await expect(graph.ask(generate, variables)).resolves.toMatchObject({
      data: { generateCertificate: { replayed: false, bulkGenerate } },
    });
    expect((await pluvo.requests()).mutations).toBe(1);
    await expect(pluvo.effects(variables.title)).resolves.toHaveLength(2);
  });

  test('the same request ID again, after it ended in part, issues to those who can get it by now, and to nobody twice', async () => {
    const [known, late] = take(2);
    const address = `late.${randomUUID()}@example.org`;
    const requestId = randomUUID();
    const name = title();
    const request = { requestId, title: name, emails: [known?.email, address] };
    const first = await issued(request);
    expect(first.issuance).toMatchObject({ status: 'PARTIAL', counts: { issued: 1, failed: 1 } });
    expect(first.issuance.recipients.edges[1]?.node.failure).toEqual({
      code: 'USER_NOT_FOUND',
      retryable: true,
    });
    await pluvo.changePerson(late?.pluvoId ?? '', { email: address });
    await graph.ask('mutation { syncUsers { finished } }');
    const second = await issued(request);
    expect(second).toMatchObject({
      replayed: false,
      issuance: { status: 'SUCCEEDED', counts: { issued: 2 } },
    });
    const third = await issued(request);
    expect(third).toEqual({ ...second, replayed: true });
    expect((await pluvo.effects(name)).map(({ userId }) => userId)).toEqual([
      known?.pluvoId,
      late?.pluvoId,
    ]);
  });

  test('the same request twice as aliases of one document is one issuance', async () => {
    const taken = take(1);
    const name = title();
    const once = `issueCertificate(input: $input) { issuance { status counts { issued } } }`;
    const answer = await graph.ask(
      `mutation ($input: IssueCertificateInput!) { a: ${once} b: ${once} }`,
      input({ title: name, emails: emailsOf(taken) }),
    );
    const done = { issuance: { status: 'SUCCEEDED', counts: { issued: 1 } } };
    expect(answer.data).toEqual({ a: done, b: done });
    await expect(pluvo.effects(name)).resolves.toHaveLength(1);
  });

  test('a portfolio shows what was issued at once, with its issuance', async () => {
    const [person] = take(1);
    const query = `query ($email: EmailAddress!) {
      user(email: $email) { portfolioItems { edges { node { title issuance { requestId title } } } } } }`;
    await graph.ask(query, { email: person?.email });
    const requestId = randomUUID();
    const name = title();
    await issued({ requestId, title: name, emails: [person?.email] });
    const item = { node: { title: name, issuance: { requestId, title: name } } };
    await expect(graph.ask(query, { email: person?.email })).resolves.toMatchObject({
      data: { user: { portfolioItems: { edges: expect.arrayContaining([item]) } } },
    });
  });

  test('a caller finds its issuances again, newest first, by request ID and by status', async () => {
    const taken = take(2);
    const requestIds = [randomUUID(), randomUUID()];
    for (const [index, requestId] of requestIds.entries()) {
      await issued({ requestId, title: title(), emails: [taken[index]?.email] });
    }
    const answer = await graph.ask(
      `query ($requestId: ID!) {
        issuance(requestId: $requestId) { requestId status recipients { edges { node { status user { name } } } } }
        issuances(first: 1, status: SUCCEEDED) { count pageInfo { hasNextPage } edges { node { requestId } } } }`,
      { requestId: requestIds[0] },
    );
    expect(answer.data).toMatchObject({
      issuance: {
        requestId: requestIds[0],
        status: 'SUCCEEDED',
        recipients: { edges: [{ node: { status: 'ISSUED', user: { name: expect.any(String) } } }] },
      },
      issuances: {
        pageInfo: { hasNextPage: true },
        edges: [{ node: { requestId: requestIds[1] } }],
      },
    });
    await expect(
      graph.ask('{ issuance(requestId: "nobody-asked-for-this") { status } }'),
    ).resolves.toMatchObject({
      data: { issuance: null },
    });
  });

  test('1 000 addresses are at most 2 calls to users and at most 20 mutations to Pluvo', async () => {
    const emails = emailsOf(take(1_000));
    await pluvo.resetRequests();
    const calls = () => metric(topology.usersUrl, 'graphql_operations_total', { server: 'users' });
    const callsBefore = await calls();
    const variables = input({ title: title(), emails, waitMs: 25_000 });
    const shape = z.object({
      issueCertificate: z.object({
        issuance: z.object({ status: z.string(), counts: z.object({ issued: z.number() }) }),
      }),
    });
    const read = () =>
      graph.data(
        shape,
        'mutation ($input: IssueCertificateInput!) { issueCertificate(input: $input) { issuance { status counts { issued } } } }',
        variables,
      );
    let { issuance } = (await read()).issueCertificate;
    while (issuance.status === 'RUNNING') ({ issuance } = (await read()).issueCertificate);
    expect(issuance).toEqual({ status: 'SUCCEEDED', counts: { issued: 1_000 } });
    expect((await calls()) - callsBefore).toBeLessThanOrEqual(2);
    expect((await pluvo.requests()).mutations).toBeLessThanOrEqual(20);
    await expect(pluvo.effects(variables.input.title)).resolves.toHaveLength(1_000);
  });

  describe('When the answer of Pluvo is lost', () => {
    afterAll(() => pluvo.clearFaults());

    test.each([
      { name: 'effect-then-no-answer', holdMs: 50 },
      { name: 'no-effect-no-answer', holdMs: 50, operation: 'generateCertificate' },
      { name: 'reset', effect: true, operation: 'generateCertificate' },
      { name: 'truncated-body', operation: 'generateCertificate' },
      { name: '503-after-effect' },
      { name: 'data-null-with-errors', effect: true, operation: 'generateCertificate' },
      { name: 'overlapping-lists' },
      { name: 'overlapping-lists', overlap: 0, foreign: 1 },
    ])('by %j, the portfolio tells, and the recipient gets exactly one', async (fault) => {
      const taken = take(1);
      const requestId = randomUUID();
      const name = title();
      await pluvo.arm({ count: 1, ...fault });
      const first = await issued({ requestId, title: name, emails: emailsOf(taken) });
      expect(first).toMatchObject({
        replayed: false,
        issuance: { status: 'SUCCEEDED', counts: { issued: 1 } },
      });
      const again = await issued({ requestId, title: name, emails: emailsOf(taken) });
      expect(again).toEqual({ ...first, replayed: true });
      await expect(pluvo.effects(name)).resolves.toHaveLength(1);
    });

    test('for some of them, only those are looked for', async () => {
      const taken = take(3);
      const name = title();
      await pluvo.arm({ name: 'partial-success', count: 1, missing: 1, failed: 1 });
      const { issuance } = await issued({ title: name, emails: emailsOf(taken) });
      expect(issuance).toMatchObject({ status: 'PARTIAL', counts: { issued: 2, failed: 1 } });
      await expect(pluvo.effects(name)).resolves.toHaveLength(2);
    });
  });

  describe('When Pluvo refuses or cannot be reached', () => {
    afterAll(() => pluvo.clearFaults());

    test.each([
      { name: '429-storm', retryAfterS: 0 },
      { name: '429-storm' },
      { name: 'expired-token' },
    ])('by %j, the same is sent when it can, and issued once', async (fault) => {
      const taken = take(1);
      const name = title();
      const requestId = randomUUID();
      await pluvo.arm({ ...fault, count: 1, operation: 'generateCertificate' });
      const { issuance } = await issued({ requestId, title: name, emails: emailsOf(taken) });
      expect(issuance).toMatchObject({ status: 'SUCCEEDED', counts: { issued: 1 } });
      await expect(pluvo.effects(name)).resolves.toHaveLength(1);
    });

    test('a caller that does not wait is told that it runs, and when to ask again', async () => {
      const taken = take(1);
      const requestId = randomUUID();
      const name = title();
      await pluvo.arm({ name: 'slow', delayMs: 300, count: 1, operation: 'generateCertificate' });
      const { issuance } = await issued({
        requestId,
        title: name,
        emails: emailsOf(taken),
        waitMs: 0,
      });
      expect(['ACCEPTED', 'RESOLVING', 'RUNNING']).toContain(issuance.status);
      expect(issuance.retryAfterMs).toBeGreaterThan(0);
      const attached = await issued({ requestId, title: name, emails: emailsOf(taken) });
      expect(attached).toMatchObject({ replayed: false, issuance: { status: 'SUCCEEDED' } });
      await expect(pluvo.effects(name)).resolves.toHaveLength(1);
    });
  });

  describe('Bad input is refused with its code, and Pluvo is sent nothing:', () => {
    const good = { emails: [ada] };
    test.each([
      ['a malformed e-mail address', { emails: [ada, 'not-an-address'] }, 'INVALID_EMAIL'],
      ['no addresses', { emails: [] }, 'NO_RECIPIENTS'],
      [
        'more addresses than the maximum',
        { emails: Array.from({ length: 100_001 }, (_, index) => `p${String(index)}@example.org`) },
        'TOO_MANY_RECIPIENTS',
      ],
      [
        'an unknown certificate',
        { ...good, certificateId: '00000000-0000-4000-8000-000000000000' },
        'CERTIFICATE_NOT_FOUND',
      ],
      ['a bad UUID', { ...good, certificateId: '0000' }, 'INVALID_UUID'],
      ['a bad date', { ...good, issueDate: 'tomorrow' }, 'INVALID_DATE'],
      ['a request ID that is too short', { ...good, requestId: 'short' }, 'INVALID_REQUEST_ID'],
      [
        'a request ID that is too long',
        { ...good, requestId: 'x'.repeat(256) },
        'INVALID_REQUEST_ID',
      ],
      [
        'a request ID with control characters',
        { ...good, requestId: 'a\u0000b\u0007c-0123456789' },
        'INVALID_REQUEST_ID',
      ],
      ['an empty title', { ...good, title: '' }, 'INVALID_TITLE'],
      ['a wait beyond the limit', { ...good, waitMs: 3_600_000 }, 'INVALID_WAIT'],
      ['a date that is a number', { ...good, issueDate: 5 }, 'BAD_USER_INPUT'],
    ])('%s', async (_what, changes, code) => {
      await pluvo.resetRequests();
      const answer = await graph.ask(issue, input(changes));
      expect(answer.errors?.[0]?.extensions.code).toBe(code);
      expect(JSON.stringify(answer)).not.toContain('stack');
      expect((await pluvo.requests()).mutations).toBe(0);
    });

    test.each([
      ['malformed JSON', '{"query": ', 'application/json', 400, 'MALFORMED_JSON'],
      [
        'a wrong content type',
        '{"query":"{ __typename }"}',
        'text/plain',
        415,
        'UNSUPPORTED_CONTENT_TYPE',
      ],
      [
        'a body that is too large',
        JSON.stringify({ query: 'x'.repeat(8_400_000) }),
        'application/json',
        413,
        'BODY_TOO_LARGE',
      ],
      [
        'a document that is not GraphQL',
        '{"query":"{ certificates("}',
        'application/json',
        400,
        'GRAPHQL_PARSE_FAILED',
      ],
      [
        'a field that does not exist',
        '{"query":"{ diplomas }"}',
        'application/json',
        400,
        'GRAPHQL_VALIDATION_FAILED',
      ],
    ])('%s', async (_what, body, contentType, status, code) => {
      await pluvo.resetRequests();
      await expect(graph.post(body, contentType)).resolves.toMatchObject({
        status,
        errors: [{ extensions: { code } }],
      });
      expect(await pluvo.requests()).toMatchObject({ queries: 0, mutations: 0 });
    });
  });
});

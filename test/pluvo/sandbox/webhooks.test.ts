import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHash, createHmac } from 'node:crypto';
import { signWebhook } from '../../../pluvo/webhooks/signWebhook.js';
import { ManualClock } from '../../support/ManualClock.js';
import { ada, grace, issue } from './support/documents.js';
import { ManualScheduler } from './support/ManualScheduler.js';
import { useSandboxes, type TestSandbox } from './support/sandboxes.js';
import { eventIn, startReceiver, type Receiver } from './support/startReceiver.js';
import { until } from './support/until.js';

const start = useSandboxes();
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const subscribe = ({ admin }: TestSandbox, events?: readonly string[]) =>
  admin('POST', 'webhooks', { url: receiver.url, key: 'shared-key', ...(events && { events }) });
const reportOf = ({ sandbox }: TestSandbox) => sandbox.webhooks.reports()[0];

test('what is issued is announced, signed the way Pluvo signs', async () => {
  const test = await start({ clock: new ManualClock() });
  const person = grace(test.sandbox);
  await subscribe(test);
  await issue(test, [person.id], { title: 'Compilers', issueDate: '2026-01-10T12:00:00Z' });
  await until(() => receiver.received.length === 1);

  expect(eventIn(receiver, 0)).toEqual({
    id: test.sandbox.organization.effects.find()[0]?.portfolioItemId,
    ref: null,
    event: 'PORTFOLIO_ITEM_CREATED',
    title: 'Compilers',
    description: null,
    startDate: '2026-01-10T12:00:00.000Z',
    endDate: null,
    user: { id: person.id, ref: person.ref, name: person.name, email: person.email },
    sentDate: '2026-01-15T09:00:00.000Z',
  });
  const [{ headers, text } = { headers: {}, text: '' }] = receiver.received;
  const key = createHash('sha1')
    .update(`${String(headers['x-signature-salt'])}shared-key`)
    .digest();
  const base64 = createHmac('sha1', key).update(text).digest('base64');
  const urlSafe = base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  expect(headers['x-signature']).toBe(urlSafe);
  expect(headers['content-type']).toBe('application/json');
});

test('a signature that was computed by other means is reproduced', () => {
  // python: k=sha1(b'salt'+b'key').digest(); urlsafe_b64encode(hmac.new(k,b'{"a":1}','sha1').digest())
  expect(signWebhook('{"a":1}', 'key', 'salt')).toEqual({
    'x-signature': 'PL5khyfzKEAMbmbB0hfIfqu6BUw',
    'x-signature-salt': 'salt',
  });
});

test('a certificate that Pluvo issues by itself is announced as achieved, and is in the ground truth', async () => {
  const test = await start();
  const person = grace(test.sandbox);
  await subscribe(test, ['EVENT_CERTIFICATE_ACHIEVED']);
  const certificateId = test.sandbox.firstCertificateId;
  const trainingId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
  const achievement = { user: person.email, certificateId, trainingId };
  expect((await test.admin('POST', 'achievements', achievement)).status).toBe(201);
  await until(() => receiver.received.length === 1);

  expect(eventIn(receiver, 0)).toEqual({
    id: certificateId,
    ref: null,
    event: 'EVENT_CERTIFICATE_ACHIEVED',
    training: { id: trainingId, ref: null },
    user: { id: person.id, ref: person.ref, name: person.name, email: person.email },
    conditions: [],
    file: expect.stringMatching(/\.pdf$/),
    sentDate: expect.any(String),
  });
  expect(test.sandbox.organization.effects.find()).toMatchObject([
    { userId: person.id, certificateId, automatic: true, trainingId },
  ]);
  const unknown = { ...achievement, certificateId: trainingId };
  expect((await test.admin('POST', 'achievements', unknown)).status).toBe(404);
});

test('people who come, change and go are announced', async () => {
  const test = await start();
  await subscribe(test);
  const { id } = ada(test.sandbox);
  await test.graphql('mutation { updateOrCreateUser(email: "new@example.com") { created } }');
  await until(() => receiver.received.length === 1);
  await test.admin('POST', 'users', { user: id, change: { name: 'Countess' } });
  await until(() => receiver.received.length === 2);
  await test.admin('POST', 'users', { user: id, delete: true });
  await until(() => receiver.received.length === 3);
  expect([0, 1, 2].map((nth) => eventIn(receiver, nth))).toMatchObject([
    { event: 'USER_CREATED', email: 'new@example.com' },
    { event: 'USER_UPDATED', id, name: 'Countess', isActive: true, extraFields: '{}' },
    { event: 'USER_DELETED', id },
  ]);
});

test.each([400, 404, 500, 503])('status %d is tried again with the same body', async (status) => {
  const scheduler = new ManualScheduler();
  const test = await start({ scheduler });
  await subscribe(test);
  receiver.status = status;
  await issue(test, [grace(test.sandbox).id]);
  await until(() => scheduler.size === 1);
  receiver.status = 204;
  scheduler.runNext();
  await until(() => reportOf(test)?.delivered === 1);
  expect(receiver.received[1]?.text).toBe(receiver.received[0]?.text);
  expect(scheduler.size).toBe(0);
});

test('it is tried again at most 72 times, each time after a longer wait, and then given up', async () => {
  const scheduler = new ManualScheduler();
  // An error of the network, as from a target that does not answer.
  const test = await start({ scheduler, fetch: () => Promise.reject(new Error('no route')) });
  await subscribe(test);
  await issue(test, [grace(test.sandbox).id]);
  const waitsMs: number[] = [];
  for (let nth = 0; nth < 72; nth += 1) {
    await until(() => scheduler.size === 1);
    waitsMs.push(scheduler.runNext());
  }
  await until(() => reportOf(test)?.abandoned === 1);
  expect(scheduler.size).toBe(0);
  expect(reportOf(test)).toMatchObject({ attempts: 73, delivered: 0, abandoned: 1 });
  expect(waitsMs.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(waitsMs.at(-1)).toBe(3_600_000);
});

test('410 ends the subscription for good', async () => {
  const scheduler = new ManualScheduler();
  const test = await start({ scheduler });
  await subscribe(test);
  receiver.status = 410;
  await issue(test, [grace(test.sandbox).id]);
  await until(() => reportOf(test)?.state === 'gone');
  receiver.status = 200;
  await issue(test, [grace(test.sandbox).id]);
  expect(scheduler.size).toBe(0);
  expect(reportOf(test)).toMatchObject({ state: 'gone', attempts: 1, delivered: 0 });
});

test('a thousand events all arrive', async () => {
  const test = await start({ mostUserIds: 1_000 });
  await subscribe(test);
  const list = test.sandbox.organization.people.list(false);
  const ids = Array.from({ length: 1_000 }, (_, nth) => list.at(nth).id);
  await issue(test, ids);
  await until(() => reportOf(test)?.delivered === 1_000);
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1_000);
});

test('subscriptions are listed without their key, and can be ended', async () => {
  const test = await start({ webhooks: [{ url: receiver.url, key: 'shared-key' }] });
  const { body } = await test.admin('GET', 'webhooks');
  expect(body).toEqual({
    webhooks: [
      {
        id: expect.any(String),
        url: receiver.url,
        events: expect.arrayContaining(['USER_CREATED']),
        state: 'active',
        attempts: 0,
        delivered: 0,
        abandoned: 0,
      },
    ],
  });
  const id = reportOf(test)?.id ?? '';
  expect((await test.admin('DELETE', `webhooks/${id}`)).status).toBe(204);
  expect((await test.admin('DELETE', `webhooks/${id}`)).status).toBe(404);
  await issue(test, [grace(test.sandbox).id]);
  expect(test.sandbox.webhooks.reports()).toEqual([]);
  expect(receiver.received).toEqual([]);
});

test.each([
  [{ url: 'ftp://example.com', key: 'k' }],
  [{ url: 'http://example.com', key: '' }],
  [{ url: 'http://example.com', key: 'k', events: ['EVERYTHING'] }],
])('%j is not a subscription', async (subscription) => {
  const test = await start();
  expect((await test.admin('POST', 'webhooks', subscription)).status).toBe(400);
});

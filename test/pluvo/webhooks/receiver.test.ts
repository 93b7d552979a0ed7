import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { HandleWebhook } from '../../../pluvo/webhooks/InboxWorker.js';
import { signWebhook } from '../../../pluvo/webhooks/signWebhook.js';
import { deferred } from '../../support/deferred.js';
import { describeOnBothEngines, type EmptyDatabase } from '../../support/engines.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/ManualClock.js';
import { metric } from '../../support/metric.js';
import { key, openReceiver } from './openReceiver.js';

const dayMs = 86_400_000;
const event = (changes: object = {}) =>
  JSON.stringify({ event: 'NEW_ONE', id: '1', sentDate: '2026-01-15T08:59:00Z', ...changes });

describeOnBothEngines('Receiving webhooks', (empty) => {
  type Receiver = Awaited<ReturnType<typeof openReceiver>>;
  const opened: Receiver[] = [];
  let at: EmptyDatabase;
  let clock: ManualClock;
  const open = async (
    options: { keys?: string[] | undefined; handle?: HandleWebhook; horizonDays?: number } = {},
  ) => {
    const receiver = await openReceiver(at, { clock, ...options });
    opened.push(receiver);
    return receiver;
  };
  const counted = ({ metricsUrl }: Receiver, outcome: string) =>
    metric(metricsUrl, 'pluvo_webhooks_received_total', { inbox: 'tests', outcome });

  beforeEach(() => {
    at = empty();
    clock = new ManualClock();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.stop()));
  });

  test('what is signed is kept, answered, and processed afterwards', async () => {
    const begun = deferred<undefined>();
    const goesOn = deferred<undefined>();
    const receiver = await open({
      handle: async () => {
        begun.resolve(undefined);
        await goesOn.promise;
        return { state: 'PROCESSED', outcome: 'done' };
      },
    });
    await expect(receiver.post(event({ extra: [1] }))).resolves.toEqual({
      ...{ status: 200, body: { status: 'kept' } },
    });
    await begun.promise;
    // It was answered although what it asks for is not done.
    await expect(receiver.kept()).resolves.toMatchObject([{ event: 'NEW_ONE', state: 'WAITING' }]);
    await expect(
      metric(receiver.metricsUrl, 'pluvo_webhooks_waiting', { inbox: 'tests' }),
    ).resolves.toBe(1);
    goesOn.resolve(undefined);
    await eventually(async () => (await receiver.kept())[0]?.state === 'PROCESSED');
    expect(receiver.handled).toMatchObject([{ event: 'NEW_ONE', fields: { extra: [1] } }]);
    await eventually(
      async () => (await metric(receiver.metricsUrl, 'pluvo_webhooks_processed_total')) === 1,
    );
    await expect(metric(receiver.metricsUrl, 'pluvo_webhook_lag_seconds_count')).resolves.toBe(1);
  });

  test('the same body again does nothing, within the horizon, whatever its salt and however often it comes', async () => {
    const receiver = await open();
    const body = event();
    await receiver.post(body);
    await eventually(() => receiver.handled.length === 1);
    const again = await Promise.all(
      ['a', 'b', 'c', 'd'].map((salt) => receiver.post(body, signWebhook(body, key, salt))),
    );
    clock.advance(74 * dayMs);
    again.push(await receiver.post(body));
    for (const answer of again) {
      expect(answer).toEqual({ status: 200, body: { status: 'known' } });
    }
    await expect(receiver.kept()).resolves.toHaveLength(1);
    expect(receiver.handled).toHaveLength(1);
    await expect(counted(receiver, 'repeated')).resolves.toBe(5);
  });

  test('one that was sent before the horizon is kept, answered and ignored', async () => {
    const receiver = await open({ horizonDays: 3 });
    clock.advance(3 * dayMs);
    await expect(receiver.post(event())).resolves.toMatchObject({ status: 200 });
    await eventually(async () => (await receiver.kept())[0]?.outcome === 'too-old');
    expect(receiver.handled).toEqual([]);
  });

  test('what somebody forged is refused, and nothing is kept', async () => {
    const receiver = await open();
    const body = event();
    const forgeries: (readonly [string, Record<string, string>])[] = [
      [body, signWebhook(body, 'the key of somebody else', 'salt')],
      [body, { 'x-signature-salt': 'pepper' }],
      [body.replace('"1"', '"2"'), signWebhook(body, key, 'salt')],
      [body, { 'x-signature': '', 'x-signature-salt': '' }],
    ];
    for (const [posted, headers] of forgeries) {
      await expect(receiver.post(posted, headers)).resolves.toMatchObject({
        status: 401,
        body: { errors: [{ extensions: { code: 'WEBHOOK_FORGED' } }] },
      });
    }
    const unsigned = await fetch(receiver.url, { method: 'POST', body });
    expect(unsigned.status).toBe(401);
    const nothing = await fetch(receiver.url, { method: 'POST' });
    expect(nothing.status).toBe(401);
    await expect(receiver.kept()).resolves.toEqual([]);
    await expect(counted(receiver, 'forged')).resolves.toBe(6);
  });

  test('of several keys each is accepted, so that they can be changed without a gap', async () => {
    const receiver = await open({ keys: ['the old key of these tests', key] });
    const [old, current] = [event({ id: 'old' }), event({ id: 'current' })];
    const headers = signWebhook(old, 'the old key of these tests', 'salt');
    await expect(receiver.post(old, headers)).resolves.toMatchObject({ status: 200 });
    await expect(receiver.post(current)).resolves.toMatchObject({ status: 200 });
    await eventually(() => receiver.handled.length === 2);
  });

  test('a body of 256 kB is taken, one byte more is refused', async () => {
    const receiver = await open();
    const sized = (bytes: number) => {
      const { length } = event({ text: '' });
      return event({ text: 'x'.repeat(bytes - length) });
    };
    await expect(receiver.post(sized(262_144))).resolves.toMatchObject({ status: 200 });
    await expect(receiver.post(sized(262_145))).resolves.toMatchObject({
      status: 413,
      body: { errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] },
    });
    await expect(counted(receiver, 'too-large')).resolves.toBe(1);
    await expect(receiver.kept()).resolves.toHaveLength(1);
  });

  test.each([
    ['half of an event', Buffer.from('{"event":"USER_CREATED",')],
    ['a list', Buffer.from('[]')],
    ['nothing', Buffer.from('')],
    ['bytes that are no text', Buffer.from([0, 255, 254, 0])],
  ])(
    'what Pluvo signed and is malformed (%s) is kept as it is, answered and told to the log, because no retry could mend it',
    async (_what, body) => {
      const receiver = await open();
      await expect(receiver.post(body)).resolves.toEqual({
        ...{ status: 200, body: { status: 'kept' } },
      });
      await expect(receiver.post(body)).resolves.toMatchObject({ body: { status: 'known' } });
      await expect(receiver.kept()).resolves.toEqual([
        { event: null, state: 'FAILED', outcome: 'malformed', attempts: 0 },
      ]);
      const [row] = await receiver.database.db.selectFrom('webhook').select('body').execute();
      expect(new Uint8Array(row?.body ?? [])).toEqual(new Uint8Array(body));
      expect(receiver.log()).toContain('no JSON object');
      expect(receiver.handled).toEqual([]);
    },
  );

  test('the bytes count, not what they are declared to be', async () => {
    const receiver = await open();
    for (const contentType of ['text/plain', 'application/octet-stream', 'application/xml']) {
      const answer = await receiver.post(event({ contentType }), { 'content-type': contentType });
      expect(answer).toMatchObject({ status: 200, body: { status: 'kept' } });
    }
  });

  test('one that cannot be processed is tried again, later each time, and does not keep others waiting', async () => {
    let isAway = true;
    const receiver = await open({
      handle: ({ fields }) => {
        if (isAway && fields['id'] === 'hard') {
          return Promise.reject(new Error('no way to somebody@example.org'));
        }
        return Promise.resolve({ state: 'PROCESSED', outcome: 'done' });
      },
    });
    const attempts = async () => (await receiver.kept())[0]?.attempts;
    await receiver.post(event({ id: 'hard' }));
    await eventually(async () => (await attempts()) === 1);
    clock.advance(1);
    await receiver.post(event({ id: 'easy' }));
    await eventually(async () => (await receiver.kept())[1]?.state === 'PROCESSED');
    for (const [nth, pauseMs] of [1_000, 2_000, 4_000].entries()) {
      await eventually(() => receiver.log().split('it is tried again').length === nth + 2);
      await eventually(async () => (await receiver.kept())[0]?.outcome !== null);
      clock.advance(pauseMs);
      await receiver.post(event({ id: `wakes it ${String(nth)}` }));
      await eventually(async () => (await attempts()) === nth + 2);
    }
    isAway = false;
    await eventually(() => receiver.log().split('it is tried again').length === 5);
    clock.advance(8_000);
    await receiver.post(event({ id: 'wakes it at last' }));
    await eventually(async () => (await receiver.kept())[0]?.state === 'PROCESSED');
    expect(receiver.log()).not.toContain('somebody@example.org');
  });

  test('what a process has answered and not done is done by another one when its lease is over', async () => {
    const begun = deferred<undefined>();
    const never = deferred<undefined>();
    const stuck = await open({
      handle: async () => {
        begun.resolve(undefined);
        await never.promise;
        throw new Error('It was let go at the end of the test.');
      },
    });
    await expect(stuck.post(event())).resolves.toMatchObject({ status: 200 });
    await begun.promise;
    // On SQLite the next process begins after the death of the first, and does not wait.
    if (stuck.database.engine === 'postgres') clock.advance(30_000);
    const next = await open();
    await eventually(() => next.handled.length === 1);
    await eventually(async () => (await next.kept())[0]?.state === 'PROCESSED');
    never.resolve(undefined);
    await stuck.stop();
    await expect(next.kept()).resolves.toMatchObject([{ state: 'PROCESSED', attempts: 2 }]);
  });

  test('without a key nothing is served', async () => {
    const receiver = await open({ keys: undefined });
    await expect(receiver.post(event())).resolves.toMatchObject({ status: 404 });
  });
});

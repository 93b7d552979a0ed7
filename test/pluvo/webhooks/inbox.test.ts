import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Database } from '../../../platform/sql/openDatabase.js';
import type { Delivery } from '../../../pluvo/webhooks/Inbox.js';
import { digestOf } from '../../../pluvo/webhooks/readWebhook.js';
import { SqlInbox } from '../../../pluvo/webhooks/sql/SqlInbox.js';
import type { WebhookTables } from '../../../pluvo/webhooks/sql/webhookTable.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { openInbox } from './openInbox.js';

describeOnBothEngines('The inbox', (empty) => {
  let database: Database<WebhookTables>;
  let inbox: SqlInbox;
  beforeEach(async () => {
    database = await openInbox(empty());
    inbox = new SqlInbox(database);
  });
  afterEach(() => database.stop());

  const delivery = (body: Uint8Array = randomBytes(20), changes: Partial<Delivery> = {}) => ({
    ...{ digest: digestOf(body), body, event: 'NEW_ONE', sentAtMs: undefined, receivedAtMs: 1_000 },
    ...changes,
  });
  const claim = (token: string, nowMs: number, most = 10) =>
    inbox.claim(most, { token, nowMs, untilMs: nowMs + 500 });
  const stateOf = async (digest: string) =>
    database.db
      .selectFrom('webhook')
      .select(['state', 'outcome', 'due_at_ms', 'ended_at_ms'])
      .where('digest', '=', digest)
      .executeTakeFirstOrThrow();

  test('keeps exactly the bytes that came, whatever they are', async () => {
    const body = Buffer.from([0, 255, 10, 0, 128, 39, 92]);
    await inbox.keep(delivery(body));
    const [claimed] = await claim('a', 1_000);
    expect(claimed?.body).toEqual(new Uint8Array(body));
  });

  test('keeps the same body once, also when it comes twenty times at once', async () => {
    const once = delivery();
    const kept = await Promise.all(Array.from({ length: 20 }, () => inbox.keep(once)));
    expect(kept.filter(Boolean)).toHaveLength(1);
    await expect(inbox.waiting()).resolves.toBe(1);
  });

  test('gives each to one of those who ask at the same time', async () => {
    const all = Array.from({ length: 50 }, () => delivery());
    for (const each of all) await inbox.keep(each);
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => claim(String(nth), 1_000, 5)),
    );
    const digests = claims.flat().map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(digests.length);
    const rest = await claim('the rest', 1_000, 50);
    expect(digests.length + rest.length).toBe(50);
  });

  test('gives the oldest first, and nothing before it is due', async () => {
    const late = delivery(undefined, { receivedAtMs: 3_000 });
    const early = delivery(undefined, { receivedAtMs: 2_000 });
    await inbox.keep(late);
    await inbox.keep(early);
    await expect(claim('a', 1_999)).resolves.toEqual([]);
    await expect(claim('b', 3_000, 1)).resolves.toMatchObject([{ digest: early.digest }]);
    await expect(claim('c', 3_000, 1)).resolves.toMatchObject([{ digest: late.digest }]);
  });

  test('gives what somebody has claimed and left to the next one when the lease is over', async () => {
    const { digest } = delivery(Buffer.from('left'));
    await inbox.keep(delivery(Buffer.from('left')));
    await claim('who dies', 1_000);
    await expect(claim('too early', 1_499)).resolves.toEqual([]);
    await expect(claim('the next', 1_500)).resolves.toMatchObject([{ digest, attempts: 2 }]);
    await inbox.record('who dies', [{ digest, state: 'FAILED', outcome: 'late' }], 1_600);
    await expect(stateOf(digest)).resolves.toMatchObject({ state: 'WAITING' });
    await inbox.record('the next', [{ digest, state: 'PROCESSED', outcome: 'done' }], 1_700);
    await expect(stateOf(digest)).resolves.toEqual({
      ...{ state: 'PROCESSED', outcome: 'done', due_at_ms: null, ended_at_ms: 1_700 },
    });
    await expect(claim('another', 9_999)).resolves.toEqual([]);
  });

  test('gives what was put off when it is due again', async () => {
    const { digest } = delivery(Buffer.from('again'));
    await inbox.keep(delivery(Buffer.from('again')));
    await claim('a', 1_000);
    await inbox.record('a', [{ digest, state: 'WAITING', dueAtMs: 5_000, outcome: 'away' }], 1_100);
    await expect(claim('b', 4_999)).resolves.toEqual([]);
    await expect(claim('c', 5_000)).resolves.toMatchObject([{ digest, attempts: 2 }]);
  });

  test('keeps what has ended on its arrival, and gives it to nobody', async () => {
    const ended = { state: 'FAILED', outcome: 'malformed' } as const;
    const given = delivery(undefined, { ended });
    await expect(inbox.keep(given)).resolves.toBe(true);
    await expect(inbox.keep(given)).resolves.toBe(false);
    await expect(claim('a', 9_999)).resolves.toEqual([]);
    await expect(stateOf(given.digest)).resolves.toMatchObject({ ...ended, ended_at_ms: 1_000 });
  });

  test('gives back what a process that died had claimed', async () => {
    await inbox.keep(delivery());
    await claim('who dies', 1_000);
    await inbox.releaseAll();
    await expect(claim('the next', 1_000)).resolves.toHaveLength(1);
  });

  test('forgets what came before an instant, a batch at a time', async () => {
    for (const receivedAtMs of [1_000, 1_001, 1_002, 2_000]) {
      await inbox.keep(delivery(undefined, { receivedAtMs }));
    }
    await expect(inbox.forget(2_000, 2)).resolves.toBe(2);
    await expect(inbox.forget(2_000, 2)).resolves.toBe(1);
    await expect(inbox.forget(2_000, 2)).resolves.toBe(0);
    await expect(inbox.waiting()).resolves.toBe(1);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type {
  Chunk,
  Claim,
  IssuanceRecord,
  Resolution,
} from '../../../../subgraphs/certificates/issuance/Ledger.js';
import type { Settlement } from '../../../../subgraphs/certificates/issuance/settle.js';
import type { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import {
  issuanceCursor,
  recipientCursor,
} from '../../../../subgraphs/certificates/issuance/sql/readIssuances.js';
import { encodeCursor } from '../../../../platform/relay/cursor.js';
import { describeOnBothEngines } from '../../../support/engines.js';
import { anIssuance, openLedger, people } from './openLedger.js';

const nowMs = Date.parse('2026-01-15T09:00:00Z');
const leaseMs = 15_000;
const noChunk: Chunk = { number: 0, attempt: 1, pluvoUserIds: [] };
const settled = (lists: {
  issued?: string[];
  failed?: string[];
  unknown?: string[];
}): Settlement => ({
  kind: 'settled',
  issued: [],
  failed: [],
  unknown: [],
  failure: 'PLUVO_FAILED',
  ...lists,
});

const notSent: Settlement = { kind: 'again', reason: '', retryAfterMs: undefined };

describeOnBothEngines('The ledger', (empty) => {
  let ledger: SqlLedger;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    ({ ledger, stop } = await openLedger(empty()));
  });
  afterEach(() => stop());

  async function claim(issuance: IssuanceRecord, token = 'worker-1', atMs = nowMs): Promise<Claim> {
    const claimed = await ledger.claim(issuance.id, token, atMs, leaseMs);
    if (!claimed) throw new Error('Expected the issuance to be free.');
    return claimed;
  }
  async function planned(
    users: readonly Resolution[],
    changes: Partial<IssuanceRecord> = {},
    chunkSize = 50,
  ) {
    const issuance = anIssuance(changes);
    await ledger.open(issuance, users);
    const held = await claim(issuance);
    await ledger.plan(held, users, chunkSize);
    return held;
  }
  async function sending({ issuance, token }: Claim): Promise<Chunk> {
    const chunk = await ledger.nextReadyChunk(issuance.id);
    if (!chunk || !(await ledger.beginSend({ issuance, token }, chunk)))
      throw new Error('Nothing to send.');
    return chunk;
  }
  const record = (id: string, chunk: Chunk, settlement: Settlement) =>
    ledger.record(id, chunk, settlement, nowMs);
  const statuses = async (id: string) =>
    (await ledger.recipientsOf(id)).map(({ status, failure }) => failure ?? status);

  test('takes a request ID once per caller, also when two replicas open it in the same moment', async () => {
    const issuance = anIssuance();
    const rivals = ['a', 'b', 'c', 'd'].map((id) => ({ ...issuance, id }));
    const opened = await Promise.all(rivals.map((rival) => ledger.open(rival, people('u1'))));
    expect(opened.filter(Boolean)).toHaveLength(1);
    await expect(
      ledger.open({ ...issuance, id: 'other', caller: 'lms' }, people('u1')),
    ).resolves.toBe(true);
  });

  test('gives back what was written down, to the last field', async () => {
    const issuance = anIssuance({ trainingId: 'training', onDuplicate: 'ISSUE_AGAIN' });
    await ledger.open(issuance, people('u1'));
    await expect(ledger.find('hr', issuance.requestId)).resolves.toEqual(issuance);
    await expect(ledger.find('lms', issuance.requestId)).resolves.toBeUndefined();
  });

  test('lets one worker at a time have an issuance, and the next one after the lease', async () => {
    const issuance = anIssuance();
    await ledger.open(issuance, people('u1'));
    const claims = await Promise.all(
      ['w1', 'w2', 'w3'].map((token) => ledger.claim(issuance.id, token, nowMs, leaseMs)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    await expect(
      ledger.claim(issuance.id, 'w4', nowMs + leaseMs - 1, leaseMs),
    ).resolves.toBeUndefined();
    await expect(ledger.claim(issuance.id, 'w5', nowMs + leaseMs, leaseMs)).resolves.toBeDefined();
  });

  test('tells a worker that its lease was taken over, and lets it start nothing more', async () => {
    const held = await planned(people('u1'));
    const taken = await claim(held.issuance, 'worker-2', nowMs + leaseMs);
    await expect(ledger.renew(held, nowMs + 2 * leaseMs)).resolves.toBe(false);
    const chunk = await ledger.nextReadyChunk(held.issuance.id);
    await expect(ledger.beginSend(held, chunk ?? noChunk)).resolves.toBe(false);
    await expect(ledger.beginSend(taken, chunk ?? noChunk)).resolves.toBe(true);
  });

  test('offers an issuance that was put off only when it is due', async () => {
    const issuance = anIssuance();
    await ledger.open(issuance, people('u1'));
    await ledger.release(await claim(issuance), { attemptAtMs: nowMs + 5_000, attempts: 1 });
    await expect(ledger.claimable(nowMs + 4_999, 10)).resolves.toEqual([]);
    await expect(ledger.claimable(nowMs + 5_000, 10)).resolves.toEqual([issuance.id]);
  });

  test('begins to send a chunk once, however many try', async () => {
    const held = await planned(people('u1'));
    const chunk = await ledger.nextReadyChunk(held.issuance.id);
    const tries = [1, 2, 3].map(() => ledger.beginSend(held, chunk ?? noChunk));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });

  test('cuts chunks of users, and puts two addresses of one person into one place', async () => {
    const twice: Resolution[] = [
      ...people('u1', 'u2', 'u3'),
      { ...people('u1')[0], position: 3 } as Resolution,
    ];
    const { issuance } = await planned(twice, {}, 2);
    const held = { issuance, token: 'worker-1' };
    expect((await sending(held)).pluvoUserIds).toEqual(['u1', 'u2']);
    expect((await sending(held)).pluvoUserIds).toEqual(['u3']);
    await record(issuance.id, noChunk, settled({ issued: ['u1', 'u2'] }));
    await expect(statuses(issuance.id)).resolves.toEqual(['ISSUED', 'ISSUED', 'SENDING', 'ISSUED']);
  });

  test('writes a thousand recipients down in order', async () => {
    const users = people(...Array.from({ length: 1_000 }, (_, index) => `u${String(index)}`));
    const { issuance } = await planned(users);
    const recipients = await ledger.recipientsOf(issuance.id);
    expect(recipients.map(({ pluvoUserId }) => pluvoUserId)).toEqual(
      users.map((user) => user.pluvoUserId),
    );
  });

  test('parks what an unknown outcome leaves, and counts it', async () => {
    const held = await planned(people('u1', 'u2', 'u3'));
    const chunk = await sending(held);
    await record(
      held.issuance.id,
      chunk,
      settled({ issued: ['u1'], failed: ['u2'], unknown: ['u3'] }),
    );
    await expect(statuses(held.issuance.id)).resolves.toEqual([
      'ISSUED',
      'PLUVO_FAILED',
      'OUTCOME_UNKNOWN',
    ]);
    await expect(ledger.finish(held.issuance.id, nowMs)).resolves.toBe('NEEDS_REVIEW');
    const counts = await ledger.counts([held.issuance.id]);
    expect(counts.get(held.issuance.id)).toMatchObject({
      issued: 1,
      failed: 1,
      parked: 1,
      ready: 0,
    });
  });

  test('parks what a vanished sender left, and takes its late answer as the fact it is', async () => {
    const held = await planned(people('u1', 'u2'));
    const chunk = await sending(held);
    const next = await claim(held.issuance, 'worker-2', nowMs + leaseMs);
    await expect(ledger.parkAbandoned(next)).resolves.toBe(1);
    await ledger.finish(held.issuance.id, nowMs);
    await record(held.issuance.id, chunk, settled({ issued: ['u1', 'u2'] }));
    await expect(ledger.finish(held.issuance.id, nowMs)).resolves.toBe('SUCCEEDED');
  });

  test('closes an issuance with a late answer, also if whoever brought it dies right after', async () => {
    const held = await planned(people('u1', 'u2'));
    const chunk = await sending(held);
    await ledger.parkAbandoned(await claim(held.issuance, 'worker-2', nowMs + leaseMs));
    await expect(ledger.finish(held.issuance.id, nowMs)).resolves.toBe('NEEDS_REVIEW');
    await record(held.issuance.id, chunk, settled({ issued: ['u1', 'u2'] }));
    await expect(ledger.find('hr', held.issuance.requestId)).resolves.toMatchObject({
      status: 'SUCCEEDED',
      finishedAtMs: nowMs,
    });
  });

  test('lets nobody park what was sent under a later claim', async () => {
    const held = await planned(people('u1'));
    await sending(await claim(held.issuance, 'worker-2', nowMs + leaseMs));
    await expect(ledger.parkAbandoned(held)).resolves.toBe(0);
    await expect(statuses(held.issuance.id)).resolves.toEqual(['SENDING']);
  });

  test('closes an issuance when its last parked recipients are decided in the same moment', async () => {
    const users = people(...Array.from({ length: 8 }, (_, index) => `u${String(index)}`));
    for (let round = 0; round < 10; round += 1) {
      const { issuance, token } = await planned(users, { title: `Round ${String(round)}` });
      await record(
        issuance.id,
        await sending({ issuance, token }),
        settled({ unknown: users.flatMap(({ pluvoUserId }) => pluvoUserId ?? []) }),
      );
      await ledger.finish(issuance.id, nowMs);
      const verdict = { issued: true, decidedBy: 'ops', decidedAtMs: nowMs, evidence: 'seen' };
      await Promise.all(
        users.map(({ pluvoUserId = '' }) => ledger.decide(issuance.id, { pluvoUserId }, verdict)),
      );
      await expect(ledger.find('hr', issuance.requestId)).resolves.toMatchObject({
        status: 'SUCCEEDED',
      });
    }
  });

  test('closes an issuance as what it is when it is parked and answered in the same moment', async () => {
    const users = people('u1', 'u2', 'u3');
    for (let round = 0; round < 10; round += 1) {
      const held = await planned(users, { title: `Round ${String(round)}` }, 1);
      const { id } = held.issuance;
      const chunks = [await sending(held), await sending(held), await sending(held)];
      const next = await claim(held.issuance, 'worker-2', nowMs + leaseMs);
      const answered = chunks.map(async (chunk) => {
        await record(id, chunk, settled({ issued: [...chunk.pluvoUserIds] }));
        await ledger.finish(id, nowMs);
      });
      await Promise.all([
        ...answered,
        ledger.parkAbandoned(next).then(() => ledger.finish(id, nowMs)),
      ]);
      await expect(ledger.find('hr', held.issuance.requestId)).resolves.toMatchObject({
        status: 'SUCCEEDED',
      });
    }
  });

  test('never makes a chunk ready again that was parked in the meantime', async () => {
    const held = await planned(people('u1'));
    const chunk = await sending(held);
    await ledger.parkAbandoned(await claim(held.issuance, 'worker-2', nowMs + leaseMs));
    await record(held.issuance.id, chunk, notSent);
    await expect(ledger.nextReadyChunk(held.issuance.id)).resolves.toBeUndefined();
    await expect(statuses(held.issuance.id)).resolves.toEqual(['OUTCOME_UNKNOWN']);
  });

  test('takes an answer for the sending it belongs to, however often and late it is written down', async () => {
    const held = await planned(people('u1'));
    const { id } = held.issuance;
    const first = await sending(held);
    await record(id, first, notSent);
    const second = await sending(held);
    await record(id, first, notSent);
    await expect(statuses(id)).resolves.toEqual(['SENDING']);
    await expect(ledger.nextReadyChunk(id)).resolves.toBeUndefined();
    await record(id, second, settled({ issued: ['u1'] }));
    await expect(statuses(id)).resolves.toEqual(['ISSUED']);
  });

  test('makes a chunk ready again that was not sent', async () => {
    const held = await planned(people('u1'));
    await record(held.issuance.id, await sending(held), notSent);
    expect((await sending(held)).pluvoUserIds).toEqual(['u1']);
  });

  test('gives a natural key to one request at a time: in progress, then already issued', async () => {
    const held = await planned(people('u1', 'u2'));
    const rival = await planned(people('u2', 'u3'));
    await expect(statuses(rival.issuance.id)).resolves.toEqual(['IN_PROGRESS_ELSEWHERE', 'READY']);
    await record(held.issuance.id, await sending(held), settled({ issued: ['u1', 'u2'] }));
    const late = await planned(people('u1'));
    await expect(statuses(late.issuance.id)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('gives a natural key to one of two requests planned in the same moment', async () => {
    const rivals = await Promise.all([1, 2, 3, 4].map(() => planned(people('u1', 'u2', 'u3'))));
    const all = (await Promise.all(rivals.map(({ issuance }) => statuses(issuance.id)))).flat();
    expect(all.filter((status) => status === 'READY')).toHaveLength(3);
  });

  test('gives a natural key back when nothing was issued', async () => {
    const held = await planned(people('u1'));
    await record(held.issuance.id, await sending(held), settled({ failed: ['u1'] }));
    const next = await planned(people('u1'));
    await expect(statuses(next.issuance.id)).resolves.toEqual(['READY']);
  });

  test('issues again on request, and knows of it afterwards', async () => {
    const first = await planned(people('u1'));
    await record(first.issuance.id, await sending(first), settled({ issued: ['u1'] }));
    const again = await planned(people('u1'), { onDuplicate: 'ISSUE_AGAIN' });
    await expect(statuses(again.issuance.id)).resolves.toEqual(['READY']);

    const onRequest = await planned(people('u9'), { onDuplicate: 'ISSUE_AGAIN' });
    await record(onRequest.issuance.id, await sending(onRequest), settled({ issued: ['u9'] }));
    const skipping = await planned(people('u9'));
    await expect(statuses(skipping.issuance.id)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('lets a person decide a parked recipient, once, and closes the issuance', async () => {
    const held = await planned(people('u1', 'u2'));
    const { id } = held.issuance;
    await record(id, await sending(held), settled({ unknown: ['u1', 'u2'] }));
    await ledger.finish(id, nowMs);
    const verdict = {
      issued: true,
      decidedBy: 'ops',
      decidedAtMs: nowMs,
      evidence: 'seen in Pluvo',
    };
    await expect(ledger.decide(id, { email: 'u1@example.com' }, verdict)).resolves.toMatchObject({
      decided: true,
      recipient: { status: 'ISSUED' },
    });
    await expect(ledger.decide(id, { email: 'u1@example.com' }, verdict)).resolves.toMatchObject({
      decided: false,
    });
    await expect(
      ledger.decide(id, { email: 'nobody@example.com' }, verdict),
    ).resolves.toBeUndefined();
    await ledger.decide(id, { pluvoUserId: 'u2' }, { ...verdict, issued: false });
    await expect(statuses(id)).resolves.toEqual(['ISSUED', 'RESOLVED_NOT_ISSUED']);
    await expect(ledger.find('hr', held.issuance.requestId)).resolves.toMatchObject({
      status: 'PARTIAL',
      finishedAtMs: nowMs,
    });
    const next = await planned(people('u2'));
    await expect(statuses(next.issuance.id)).resolves.toEqual(['READY']);
  });

  test("a person's verdict is not overwritten by an answer that comes later", async () => {
    const held = await planned(people('u1'));
    const { id } = held.issuance;
    const chunk = await sending(held);
    await record(id, chunk, settled({ unknown: ['u1'] }));
    const verdict = {
      issued: true,
      decidedBy: 'ops',
      decidedAtMs: nowMs,
      evidence: 'seen in Pluvo',
    };
    await ledger.decide(id, { pluvoUserId: 'u1' }, verdict);
    await record(id, chunk, settled({ failed: ['u1'] }));
    await expect(statuses(id)).resolves.toEqual(['ISSUED']);
    const next = await planned(people('u1'));
    await expect(statuses(next.issuance.id)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('Pluvo’s word that it issued overrules a person’s that it did not, and keeps others from issuing again', async () => {
    const held = await planned(people('u1', 'u2'));
    const { id, requestId } = held.issuance;
    const chunk = await sending(held);
    await ledger.parkAbandoned(await claim(held.issuance, 'worker-2', nowMs + leaseMs));
    await ledger.finish(id, nowMs);
    const verdict = { issued: false, decidedBy: 'ops', decidedAtMs: nowMs, evidence: 'not seen' };
    await ledger.decide(id, { pluvoUserId: 'u1' }, verdict);
    await ledger.decide(id, { pluvoUserId: 'u2' }, verdict);
    await record(id, chunk, settled({ issued: ['u1'], failed: ['u2'] }));
    await expect(statuses(id)).resolves.toEqual(['ISSUED', 'RESOLVED_NOT_ISSUED']);
    await expect(ledger.find('hr', requestId)).resolves.toMatchObject({ status: 'PARTIAL' });
    const next = await planned(people('u1', 'u2'));
    await expect(statuses(next.issuance.id)).resolves.toEqual(['ALREADY_ISSUED', 'READY']);
  });

  test('pages through recipients and issuances in both directions, and by status', async () => {
    const held = await planned(people('u0', 'u1', 'u2', 'u3', 'u4'));
    const { id } = held.issuance;
    await record(
      id,
      await sending(held),
      settled({ issued: ['u0', 'u2', 'u4'], failed: ['u1', 'u3'] }),
    );
    const forward = await ledger.recipients(id, { from: 'start', size: 2 }, 'ISSUED');
    expect([forward.rows.map(({ pluvoUserId }) => pluvoUserId), forward.more]).toEqual([
      ['u0', 'u2'],
      true,
    ]);
    const [, second] = forward.rows;
    const before = second ? recipientCursor(second) : '';
    const back = await ledger.recipients(id, { from: 'end', size: 5, before }, undefined);
    expect([back.rows.map(({ pluvoUserId }) => pluvoUserId), back.more]).toEqual([
      ['u0', 'u1'],
      false,
    ]);

    for (const seconds of [1, 2, 3]) {
      await ledger.open(
        anIssuance({ caller: 'lms', title: String(seconds), createdAtMs: nowMs + seconds * 1_000 }),
        people('u1'),
      );
    }
    const newest = await ledger.issuances('lms', { from: 'start', size: 2 }, 'ACCEPTED');
    expect([newest.rows.map(({ title }) => title), newest.more]).toEqual([['3', '2'], true]);
    const after = newest.rows[1] ? issuanceCursor(newest.rows[1]) : '';
    const rest = await ledger.issuances('lms', { from: 'start', size: 2, after }, undefined);
    expect([rest.rows.map(({ title }) => title), rest.more]).toEqual([['1'], false]);
    await expect(ledger.countIssuances('lms', undefined)).resolves.toBe(3);
  });

  test.each(['99999999999', '-1', '1.5', ''])(
    'refuses a cursor of recipients that stands for "%s"',
    async (position) => {
      const after = encodeCursor('recipient', position);
      const window = { from: 'start', size: 2, after } as const;
      await expect(
        Promise.resolve().then(() => ledger.recipients('any', window, undefined)),
      ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    },
  );

  test.each(['99999999999999999999:a', '1:a\0', ':a', 'yesterday:a', '1'])(
    'refuses a cursor of issuances that stands for %j',
    async (place) => {
      const after = encodeCursor('issuance', place);
      const window = { from: 'start', size: 2, after } as const;
      await expect(
        Promise.resolve().then(() => ledger.issuances('hr', window, undefined)),
      ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    },
  );

  test('knows which of the caller’s issuances issued to a user', async () => {
    const held = await planned(people('u1', 'u2'));
    await record(
      held.issuance.id,
      await sending(held),
      settled({ issued: ['u1'], failed: ['u2'] }),
    );
    const issued = await ledger.issuedTo('hr', ['u1', 'u2']);
    expect(issued.map(({ pluvoUserId, issuance }) => [pluvoUserId, issuance.id])).toEqual([
      ['u1', held.issuance.id],
    ]);
    await expect(ledger.issuedTo('lms', ['u1'])).resolves.toEqual([]);
  });
});

import { expect, test } from '@jest/globals';
import {
  unchanged,
  type Chunk,
} from '../../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import {
  lookAgain,
  reconcile,
  type Sightings,
} from '../../../../../subgraphs/certificates/issuance/chunk/reconcile.js';
import { people } from '../openLedger.js';
import {
  leaseMs,
  notSent,
  nowMs,
  quarantineMs,
  rules,
  sendWindowMs,
  settled,
  type LedgerBench,
} from './LedgerBench.js';

export const present = (user: string): Sightings =>
  new Map([
    [user, { kind: 'PRESENT', portfolioItemId: `item-${user}`, isDuplicate: false } as const],
  ]);

export function changingContract(bench: () => LedgerBench): void {
  test('writes an intent down before anything is sent, with what names the sending', async () => {
    const claim = await bench().planned(people('u1', 'u2'));
    const sent = await bench().send(claim);
    let seen: Chunk | undefined;
    await bench().ledger.change(
      sent.id,
      sent.number,
      (chunk) => {
        seen = chunk;
        return undefined;
      },
      nowMs,
    );
    expect(seen).toMatchObject({
      ...{ status: 'SENDING', attempt: 1, sendingId: sent.sending.id, dueAtMs: undefined },
      ...{ sendByMs: nowMs + sendWindowMs, resends: 0, looks: 0 },
      people: [
        { pluvoUserId: 'u1', status: 'OPEN' },
        { pluvoUserId: 'u2', status: 'OPEN' },
      ],
    });
    await expect(bench().statuses(sent.id)).resolves.toEqual(['SENDING', 'SENDING']);
    const last = (await bench().events(sent.id)).at(-1);
    expect(last).toMatchObject({ kind: 'SENDING', attempt: 1, chunkNumber: 0, atMs: nowMs });
  });

  test('begins to send a chunk once, however many try', async () => {
    const claim = await bench().planned(people('u1'));
    const [chunk] = await bench().ledger.dueChunks(claim.issuance.id, nowMs, [], 1);
    if (!chunk) throw new Error('Expected a chunk.');
    const tries = await Promise.all([1, 2, 3].map(() => bench().begin(claim, chunk)));
    expect(tries.filter(Boolean)).toHaveLength(1);
  });

  test('writes nothing for a change that cannot be done, or that changes nothing', async () => {
    const claim = await bench().planned(people('u1'));
    const { id } = claim.issuance;
    const before = await bench().events(id);
    const { ledger } = bench();
    await expect(ledger.change(id, 0, () => undefined, nowMs)).resolves.toBeUndefined();
    await expect(ledger.change(id, 0, unchanged, nowMs)).resolves.toMatchObject({ events: [] });
    await expect(ledger.change(id, 7, unchanged, nowMs)).resolves.toBeUndefined();
    await expect(ledger.change('nobody', 0, unchanged, nowMs)).resolves.toBeUndefined();
    await expect(bench().events(id)).resolves.toEqual(before);
    await expect(bench().statuses(id)).resolves.toEqual(['READY']);
  });

  test('writes a whole chunk or nothing of it', async () => {
    const claim = await bench().planned(people('u1', 'u2'));
    const { id } = claim.issuance;
    const fails = () => {
      throw new Error('a fault of ours');
    };
    await expect(bench().ledger.change(id, 0, fails, nowMs)).rejects.toThrow('a fault of ours');
    await expect(bench().statuses(id)).resolves.toEqual(['READY', 'READY']);
    await expect(bench().send(claim)).resolves.toBeDefined();
  });

  test('shows what an unknown outcome leaves, and what became of it', async () => {
    const claim = await bench().planned(people('u1', 'u2', 'u3'));
    const { id } = claim.issuance;
    const sent = await bench().send(claim);
    const answer = settled({ issued: ['u1'], failed: ['u2'], unknown: ['u3'] });
    await bench().record(sent, answer);
    await expect(bench().statuses(id)).resolves.toEqual(['ISSUED', 'PLUVO_FAILED', 'UNKNOWN']);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'RUNNING' });
    const atMs = nowMs + sendWindowMs + quarantineMs;
    const look = (status: 'UNKNOWN' | 'RECONCILING', sightings: Sightings) =>
      bench().ledger.changeClaimed(
        claim,
        0,
        (chunk) =>
          reconcile(chunk, { sendingId: sent.sending.id, status }, sightings, {
            ...{ rules, isCancelled: false, nowMs: atMs },
          }),
        atMs,
      );
    await look('UNKNOWN', new Map([['u3', { kind: 'ABSENT' }]]));
    await expect(bench().statuses(id)).resolves.toEqual(['ISSUED', 'PLUVO_FAILED', 'UNKNOWN']);
    await look('RECONCILING', present('u3'));
    const [, , third] = await bench().recipients(id);
    expect(third).toMatchObject({ status: 'ISSUED', portfolioItemId: 'item-u3' });
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'PARTIAL', finishedAtMs: atMs },
    });
    await expect(bench().eventKinds(id)).resolves.toEqual([
      ...['ACCEPTED', 'PLANNED', 'SENDING', 'SETTLED', 'SETTLED', 'OUTCOME_UNKNOWN'],
      ...['ABSENT', 'FOUND', 'FINISHED'],
    ]);
  });

  test('makes unknown what a vanished sender left, and takes its late answer as the fact it is', async () => {
    const claim = await bench().planned(people('u1', 'u2'));
    const sent = await bench().send(claim);
    const next = await bench().claim(claim.issuance, 'worker-2', nowMs + leaseMs);
    await expect(bench().abandonAll(next)).resolves.toHaveLength(1);
    await expect(bench().statuses(sent.id)).resolves.toEqual(['UNKNOWN', 'UNKNOWN']);
    await bench().record(sent, settled({ issued: ['u1', 'u2'] }), nowMs + leaseMs);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'SUCCEEDED', finishedAtMs: nowMs + leaseMs },
    });
  });

  test('lets nobody abandon what was sent under a later claim', async () => {
    const claim = await bench().planned(people('u1'));
    await bench().send(await bench().claim(claim.issuance, 'worker-2', nowMs + leaseMs));
    await expect(bench().abandonAll(claim)).resolves.toEqual([]);
    await expect(bench().statuses(claim.issuance.id)).resolves.toEqual(['SENDING']);
  });

  test('makes a chunk ready again that was not sent, but not for an earlier sending of it', async () => {
    const claim = await bench().planned(people('u1'));
    const first = await bench().send(claim);
    await bench().record(first, notSent);
    const second = await bench().send(claim);
    expect(second.sending.attempt).toBe(2);
    await bench().record(first, notSent);
    await expect(bench().statuses(first.id)).resolves.toEqual(['SENDING']);
    await bench().record(second, settled({ issued: ['u1'] }));
    await expect(bench().statuses(first.id)).resolves.toEqual(['ISSUED']);
  });

  test('tells whoever changes a chunk how its issuance is at that moment', async () => {
    const claim = await bench().planned(people('u1', 'u2'), {}, 1);
    const sent = await bench().send(claim);
    await bench().cancel(sent.id);
    let cancelledAtMs: number | undefined;
    await bench().ledger.changeClaimed(
      claim,
      sent.number,
      (chunk, issuance) => {
        cancelledAtMs = issuance.cancelledAtMs;
        return unchanged(chunk);
      },
      nowMs,
    );
    expect(cancelledAtMs).toBe(nowMs);
  });

  test('closes an issuance with a late answer, and once more with a later one', async () => {
    const { claim, sent } = await bench().parked(['u1', 'u2']);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'NEEDS_REVIEW', finishedAtMs: undefined },
    });
    await bench().record(sent, settled({ issued: ['u1'], failed: ['u2'] }), nowMs + 1);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'PARTIAL', finishedAtMs: nowMs + 1 },
    });
    await bench().record(sent, settled({ issued: ['u1', 'u2'] }), nowMs + 2);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
    const ends = (await bench().events(sent.id)).filter(({ kind }) => kind === 'FINISHED');
    expect(ends.map(({ detail }) => detail)).toEqual(['NEEDS_REVIEW', 'PARTIAL', 'SUCCEEDED']);
  });

  test('finds parked people at a later look, and closes the issuance by that', async () => {
    const { claim } = await bench().parked(['u1']);
    await bench().ledger.release(claim, { notBeforeMs: nowMs, setbacks: 0 });
    const atMs = nowMs + quarantineMs;
    const next = await bench().claim(claim.issuance, 'worker-2', atMs);
    const [chunk] = await bench().ledger.dueChunks(claim.issuance.id, atMs, [], 1);
    const look = (current: Chunk) => lookAgain(current, present('u1'), rules, atMs);
    await bench().ledger.changeClaimed(next, chunk?.number ?? -1, look, atMs);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
  });

  test('keeps texts of Pluvo that databases refuse, and not without end', async () => {
    const claim = await bench().planned(people('u1'));
    const reason = `no\0body \ud800 ${'x'.repeat(100_000)}`;
    const refused = { kind: 'again', reason, retryAfterMs: undefined } as const;
    await bench().record(await bench().send(claim), refused);
    const last = (await bench().events(claim.issuance.id)).at(-1);
    expect(last?.detail).toMatch(/^nobody \ufffd x+$/);
    expect(last?.detail?.length).toBeLessThanOrEqual(1_000);
  });
}

import { expect, test } from '@jest/globals';
import type { Resolution } from '../../../../../subgraphs/certificates/issuance/Ledger.js';
import { people } from '../openLedger.js';
import { leaseMs, notSent, nowMs, settled, type LedgerBench } from './LedgerBench.js';

const laterMs = nowMs + leaseMs;

/** Opened again, and cancelled. */
export function againContract(bench: () => LedgerBench): void {
  test('opens again for those whom a later try may help, who stay who they were', async () => {
    const claim = await bench().planned(people('u1', 'u2'));
    const { id } = claim.issuance;
    await bench().record(await bench().send(claim), settled({ issued: ['u1'], failed: ['u2'] }));
    await expect(bench().ledger.reopen(id, laterMs)).resolves.toBe(true);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'RESOLVING', finishedAtMs: undefined, dueAtMs: laterMs },
    });
    await expect(bench().statuses(id)).resolves.toEqual(['ISSUED', 'READY']);
    const page = await bench().ledger.unresolved(id, 10);
    expect(page).toMatchObject([{ position: 1, pluvoUserId: 'u2', failure: undefined }]);

    const next = await bench().claim(claim.issuance, 'worker-2', laterMs);
    const moved = people('u0', 'u9').slice(1);
    await bench().ledger.plan(next, moved, 50, laterMs);
    const sent = await bench().send(next, laterMs);
    expect([sent.number, sent.users]).toEqual([1, ['u2']]);
    await bench().record(sent, settled({ issued: ['u2'] }), laterMs);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
    expect(await bench().eventKinds(id)).toContain('REDRIVEN');
  });

  test('looks people up again whom the directory did not know', async () => {
    const inactive: Resolution[] = people('u1').map((one) => ({
      ...{ ...one, failure: 'USER_INACTIVE' },
    }));
    const claim = await bench().planned(inactive);
    await expect(bench().ledger.reopen(claim.issuance.id, laterMs)).resolves.toBe(true);
    const [one] = await bench().ledger.unresolved(claim.issuance.id, 10);
    expect(one).toMatchObject({
      ...{ email: 'u1@example.com', userId: undefined, pluvoUserId: undefined, failure: undefined },
    });
  });

  test('keeps two addresses of one person together when it is opened again', async () => {
    const both = people('u1', 'u1').map((one, position) => ({
      ...{ ...one, position, email: `u1-${String(position)}@example.com` },
    }));
    const claim = await bench().planned(both);
    const { id } = claim.issuance;
    await bench().record(await bench().send(claim), settled({ failed: ['u1'] }));
    await bench().ledger.reopen(id, laterMs);
    const next = await bench().claim(claim.issuance, 'worker-2', laterMs);
    await bench().ledger.plan(next, await bench().ledger.unresolved(id, 1), 50, laterMs);
    await bench().ledger.plan(next, await bench().ledger.unresolved(id, 1), 50, laterMs);
    const sent = await bench().send(next, laterMs);
    await bench().record(sent, settled({ issued: ['u1'] }), laterMs);
    await expect(bench().statuses(id)).resolves.toEqual(['ISSUED', 'ISSUED']);
    await expect(bench().ledger.dueChunks(id, laterMs, [], 9)).resolves.toEqual([]);
  });

  test('opens nothing again that succeeded, runs, waits for a person, or was refused for good', async () => {
    const { ledger } = bench();
    const issued = await bench().issued(['u1']);
    const running = await bench().planned(people('u2'));
    const { claim: parked } = await bench().parked(['u3']);
    const refused = await bench().planned(people('u1'));
    for (const { issuance } of [issued, running, parked, refused]) {
      const before = await bench().find(issuance);
      await expect(ledger.reopen(issuance.id, laterMs)).resolves.toBe(false);
      await expect(bench().find(issuance)).resolves.toEqual(before);
    }
    await expect(ledger.reopen('nobody', laterMs)).resolves.toBe(false);
  });

  test('cancels whoever was not sent yet, gives their keys back, and lets the others go on', async () => {
    const users = people('u1', 'u2', 'u3', 'u4');
    const claim = await bench().claim(await bench().accepted(users));
    const { id } = claim.issuance;
    await bench().ledger.plan(claim, users.slice(0, 3), 1, nowMs);
    await bench().record(await bench().send(claim), settled({ issued: ['u1'] }));
    const sent = await bench().send(claim);
    await expect(bench().cancel(id)).resolves.toBe(true);
    const after = ['ISSUED', 'SENDING', 'CANCELLED', 'CANCELLED'];
    await expect(bench().statuses(id)).resolves.toEqual(after);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'RUNNING', cancelledAtMs: nowMs },
    });
    await expect(bench().ledger.dueChunks(id, nowMs, [], 9)).resolves.toEqual([]);
    await bench().ledger.plan(claim, users.slice(3), 1, nowMs);
    await expect(bench().statuses(id)).resolves.toEqual(after);
    const other = await bench().planned(people('u3', 'u4', 'u2'));
    await expect(bench().statuses(other.issuance.id)).resolves.toEqual([
      ...['READY', 'READY', 'IN_PROGRESS_ELSEWHERE'],
    ]);
    await bench().record(sent, settled({ issued: ['u2'] }));
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'PARTIAL' });
    const cancelled = (await bench().events(id)).filter(({ kind }) => kind === 'CANCELLED');
    expect(cancelled.map(({ detail, pluvoUserIds }) => detail ?? pluvoUserIds)).toEqual([
      ...['by ops', ['u3']],
    ]);
  });

  test('ends at once when everybody could be cancelled, and is not opened again', async () => {
    const issuance = await bench().accepted(people('u1', 'u2'));
    await expect(bench().cancel(issuance.id)).resolves.toBe(true);
    await expect(bench().find(issuance)).resolves.toMatchObject({
      ...{ status: 'FAILED', finishedAtMs: nowMs },
    });
    await expect(bench().cancel(issuance.id)).resolves.toBe(false);
    await expect(bench().cancel('nobody')).resolves.toBe(false);
    await expect(bench().ledger.reopen(issuance.id, laterMs)).resolves.toBe(false);
  });

  test('is cancelled once, also if it is said again while the others go on', async () => {
    const claim = await bench().planned(people('u1'));
    const sent = await bench().send(claim);
    await expect(bench().cancel(sent.id)).resolves.toBe(true);
    await expect(bench().cancel(sent.id, laterMs)).resolves.toBe(true);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ cancelledAtMs: nowMs });
    const kinds = await bench().eventKinds(sent.id);
    expect(kinds.filter((kind) => kind === 'CANCELLED')).toHaveLength(1);
  });

  test('leaves a chunk that comes back unsent to its worker, which is told that it was cancelled', async () => {
    const claim = await bench().planned(people('u1'));
    const sent = await bench().send(claim);
    await bench().cancel(sent.id);
    await bench().record(sent, notSent);
    await expect(bench().statuses(sent.id)).resolves.toEqual(['READY']);
    await expect(bench().ledger.dueChunks(sent.id, nowMs, [], 9)).resolves.toHaveLength(1);
  });

  test('cancels a few thousand at once', async () => {
    const users = people(...Array.from({ length: 6_000 }, (_, index) => `u${String(index)}`));
    const claim = await bench().claim(await bench().accepted(users));
    const { id } = claim.issuance;
    await bench().ledger.plan(claim, users.slice(0, 3_000), 20, nowMs);
    await bench().cancel(id);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'FAILED' });
    const counts = (await bench().ledger.counts([id])).get(id);
    expect(counts).toMatchObject({ failed: 6_000, ready: 0 });
    await expect(bench().ledger.dueChunks(id, nowMs * 2, [], 9)).resolves.toEqual([]);
  });
}

import { expect, test } from '@jest/globals';
import { people } from '../openLedger.js';
import { notSent, nowMs, settled, type LedgerBench } from './LedgerBench.js';

const everything = Number.MAX_SAFE_INTEGER;

export function forgettingContract(bench: () => LedgerBench): void {
  test('forgets whom an issuance was for, and keeps what came of it', async () => {
    const claim = await bench().planned(people('u1', 'u2'));
    const sent = await bench().send(claim);
    const { ledger } = bench();
    await bench().record(sent, settled({ issued: ['u1'], failed: ['u2'] }));
    await expect(ledger.forget(nowMs, nowMs + 9, 10)).resolves.toBe(0);
    await expect(ledger.forget(nowMs + 1, nowMs + 9, 10)).resolves.toBe(1);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'PARTIAL', finishedAtMs: nowMs, forgottenAtMs: nowMs + 9, dueAtMs: undefined },
    });
    const counts = (await ledger.counts([sent.id])).get(sent.id);
    expect(counts).toEqual({ ready: 0, sending: 0, unknown: 0, issued: 1, failed: 1, parked: 0 });
    await expect(bench().recipients(sent.id)).resolves.toEqual([]);
    await expect(bench().events(sent.id)).resolves.toEqual([]);
    await expect(ledger.dueChunks(sent.id, everything, [], 9)).resolves.toEqual([]);
    await expect(ledger.forget(nowMs + 1, nowMs + 10, 10)).resolves.toBe(0);
    await expect(ledger.reopen(sent.id, nowMs)).resolves.toBe(false);
    await expect(bench().record(sent, notSent)).resolves.toBeUndefined();
  });

  test('forgets nothing that is open or that a person has to decide', async () => {
    const running = await bench().planned(people('u1'));
    const { claim: parked } = await bench().parked(['u2']);
    const again = await bench().planned(people('u3'));
    await bench().record(await bench().send(again), settled({ failed: ['u3'] }));
    await bench().ledger.reopen(again.issuance.id, nowMs);
    await expect(bench().ledger.forget(everything, nowMs, 10)).resolves.toBe(0);
    await expect(bench().ledger.bury(everything, 10)).resolves.toBe(0);
    for (const { issuance } of [running, parked, again])
      await expect(bench().recipients(issuance.id)).resolves.toHaveLength(1);
  });

  test('forgets a few at a time, each once, whoever does it', async () => {
    for (let index = 0; index < 7; index += 1) await bench().issued([`u${String(index)}`]);
    const { ledger } = bench();
    await expect(ledger.forget(everything, nowMs, 2)).resolves.toBe(2);
    const forgotten = await Promise.all([1, 2, 3].map(() => ledger.forget(everything, nowMs, 4)));
    const last = await ledger.forget(everything, nowMs, 10);
    expect(forgotten.reduce((sum, count) => sum + count, last)).toBe(5);
  });

  test('buries what was forgotten: nothing of it is left, and its keys are free', async () => {
    const { issuance } = await bench().issued(['u1']);
    const { ledger } = bench();
    await expect(ledger.bury(everything, 10)).resolves.toBe(0);
    await ledger.forget(everything, nowMs, 10);
    await expect(ledger.bury(nowMs, 10)).resolves.toBe(0);
    await expect(ledger.bury(nowMs + 1, 10)).resolves.toBe(1);
    await expect(bench().find(issuance)).resolves.toBeUndefined();
    const next = await bench().planned(people('u1'));
    await expect(bench().statuses(next.issuance.id)).resolves.toEqual(['READY']);
  });
}

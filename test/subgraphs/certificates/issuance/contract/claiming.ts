import { expect, test } from '@jest/globals';
import { people } from '../openLedger.js';
import {
  leaseMs,
  nowMs,
  quarantineMs,
  sendWindowMs,
  settled,
  type LedgerBench,
} from './LedgerBench.js';

const lease = (token: string, atMs = nowMs) => ({ token, nowMs: atMs, untilMs: atMs + leaseMs });

export function claimingContract(bench: () => LedgerBench): void {
  test('lets one worker at a time have an issuance, and the next one after the lease', async () => {
    const { ledger } = bench();
    const { id } = await bench().accepted(people('u1'));
    const claims = await Promise.all(
      ['w1', 'w2', 'w3'].map((token) => ledger.claim({ id }, lease(token))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    const late = nowMs + leaseMs;
    await expect(ledger.claim({ id }, lease('w4', late - 1))).resolves.toBeUndefined();
    await expect(ledger.claim({ id }, lease('w5', late))).resolves.toMatchObject({
      issuance: { id },
      token: 'w5',
    });
  });

  test('keeps a lease that is renewed', async () => {
    const { ledger } = bench();
    const held = await bench().claim(await bench().accepted(people('u1')));
    const { id } = held.issuance;
    await expect(ledger.renew(held, nowMs + 2 * leaseMs)).resolves.toBe(true);
    await expect(ledger.claim({ id }, lease('w2', nowMs + leaseMs))).resolves.toBeUndefined();
    await expect(ledger.claim({ id }, lease('w2', nowMs + 2 * leaseMs))).resolves.toBeDefined();
  });

  test('gives the issuance that has been due for longest, large ones apart from small ones', async () => {
    const { ledger } = bench();
    const dues: [string, number, boolean][] = [
      ['second', nowMs - 1, false],
      ['first', nowMs - 2, false],
      ['large', nowMs - 3, true],
      ['later', nowMs + 1, false],
    ];
    for (const [title, dueAtMs, isBulk] of dues)
      await bench().accepted(people('u1'), { title, dueAtMs, isBulk });
    const next = async (isBulk: boolean) =>
      (await ledger.claim({ isBulk }, lease('w')))?.issuance.title;
    await expect(next(false)).resolves.toBe('first');
    await expect(next(false)).resolves.toBe('second');
    await expect(next(false)).resolves.toBeUndefined();
    await expect(next(true)).resolves.toBe('large');
    await expect(next(true)).resolves.toBeUndefined();
  });

  test('gives each of many issuances to exactly one of many workers that ask at once', async () => {
    const made = [];
    for (let index = 0; index < 12; index += 1)
      made.push((await bench().accepted(people('u1'), { dueAtMs: nowMs - index })).id);
    const got: string[] = [];
    const worker = async (token: string) => {
      // Somebody who passes over what another is just about to take looks again.
      while (got.length < made.length) {
        const claim = await bench().ledger.claim({ isBulk: false }, lease(token));
        if (claim) got.push(claim.issuance.id);
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(worker));
    expect([...got].sort()).toEqual([...made].sort());
  });

  test('tells a worker that its lease was taken over, and lets it start nothing more', async () => {
    const { ledger } = bench();
    const held = await bench().planned(people('u1'));
    const { id } = held.issuance;
    const taken = await bench().claim(held.issuance, 'worker-2', nowMs + leaseMs);
    await expect(ledger.renew(held, nowMs + 9 * leaseMs)).resolves.toBe(false);
    const [chunk] = await ledger.dueChunks(id, nowMs, [], 1);
    if (!chunk) throw new Error('Expected a chunk.');
    await expect(bench().begin(held, chunk)).resolves.toBeUndefined();
    await expect(ledger.plan(held, people('u1'), 50, nowMs)).resolves.toBe(false);
    await expect(bench().begin(taken, chunk)).resolves.toBeDefined();
    await expect(bench().abandonAll(held)).resolves.toEqual([]);
    await ledger.release(held, { notBeforeMs: nowMs, setbacks: 0 });
    await expect(ledger.renew(taken, nowMs + 9 * leaseMs)).resolves.toBe(true);
    await expect(bench().statuses(id)).resolves.toEqual(['SENDING']);
  });

  test('offers an issuance that was put off only when it is due', async () => {
    const { ledger } = bench();
    const held = await bench().planned(people('u1'));
    await ledger.release(held, { notBeforeMs: nowMs + 5_000, setbacks: 3 });
    const claimAt = (atMs: number) => ledger.claim({ id: held.issuance.id }, lease('w2', atMs));
    await expect(claimAt(nowMs + 4_999)).resolves.toBeUndefined();
    await expect(claimAt(nowMs + 5_000)).resolves.toMatchObject({ issuance: { setbacks: 3 } });
  });

  test('is due again at once while somebody is not looked up', async () => {
    const { ledger } = bench();
    const users = people('u1', 'u2');
    const held = await bench().claim(await bench().accepted(users));
    await ledger.plan(held, users.slice(0, 1), 50, nowMs);
    await bench().record(await bench().send(held), settled({ issued: ['u1'] }));
    await ledger.release(held, { notBeforeMs: nowMs, setbacks: 0 });
    await expect(bench().find(held.issuance)).resolves.toMatchObject({
      status: 'RUNNING',
      dueAtMs: nowMs,
    });
  });

  test('is due again when the first of its chunks is: here at the end of a quarantine', async () => {
    const held = await bench().planned(people('u1', 'u2'), {}, 1);
    const sent = await bench().send(held);
    await bench().record(await bench().send(held), settled({ issued: ['u2'] }));
    await bench().record(sent, settled({ unknown: ['u1'] }));
    await bench().ledger.release(held, { notBeforeMs: nowMs, setbacks: 0 });
    await expect(bench().find(held.issuance)).resolves.toMatchObject({
      dueAtMs: nowMs + sendWindowMs + quarantineMs,
    });
  });

  test('is due for whoever comes next while a chunk is SENDING and its sender gave the lease back', async () => {
    const held = await bench().planned(people('u1'));
    await bench().send(held);
    await bench().ledger.release(held, { notBeforeMs: nowMs + 1, setbacks: 0 });
    const next = await bench().claim(held.issuance, 'worker-2', nowMs + 1);
    await expect(bench().abandonAll(next)).resolves.toHaveLength(1);
    await expect(bench().statuses(held.issuance.id)).resolves.toEqual(['UNKNOWN']);
  });

  test('is never due again when there is nothing left to do', async () => {
    const held = await bench().issued(['u1']);
    await bench().ledger.release(held, { notBeforeMs: nowMs, setbacks: 0 });
    await expect(bench().find(held.issuance)).resolves.toMatchObject({
      status: 'SUCCEEDED',
      dueAtMs: undefined,
    });
    const { id } = held.issuance;
    await expect(bench().ledger.claim({ id }, lease('w2', nowMs * 2))).resolves.toBeUndefined();
  });

  test('is due for a look although it has ended, and claimed for it', async () => {
    const { claim } = await bench().parked(['u1']);
    await bench().ledger.release(claim, { notBeforeMs: nowMs, setbacks: 0 });
    const dueAtMs = nowMs + quarantineMs;
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      status: 'NEEDS_REVIEW',
      dueAtMs,
    });
    await expect(bench().claim(claim.issuance, 'worker-2', dueAtMs)).resolves.toBeDefined();
  });

  test('is due for a fact that comes while nobody works on it', async () => {
    const { ledger } = bench();
    const held = await bench().planned(people('u1'));
    const sent = await bench().send(held);
    const next = await bench().claim(held.issuance, 'worker-2', nowMs + leaseMs);
    await bench().abandonAll(next, nowMs + leaseMs);
    await ledger.release(next, { notBeforeMs: nowMs + leaseMs, setbacks: 0 });
    const factAtMs = nowMs + leaseMs + 1;
    await bench().record(sent, { kind: 'again', reason: '', retryAfterMs: undefined }, factAtMs);
    await expect(bench().find(held.issuance)).resolves.toMatchObject({ dueAtMs: factAtMs });
  });
}

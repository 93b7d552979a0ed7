import { expect, test } from '@jest/globals';
import type { Resolution } from '../../../../../subgraphs/certificates/issuance/Ledger.js';
import { people } from '../openLedger.js';
import { nowMs, settled, type LedgerBench } from './LedgerBench.js';

/** Another address of the same person. */
function alias(user: string, position: number): Resolution {
  const userId = `user-${user}`;
  return {
    position,
    email: `alias-${user}@example.com`,
    userId,
    pluvoUserId: user,
    failure: undefined,
  };
}

const unknownTo = (position: number): Resolution => ({
  ...{ position, email: `nobody${String(position)}@example.com` },
  ...{ userId: undefined, pluvoUserId: undefined, failure: 'USER_NOT_FOUND' },
});

export function planningContract(bench: () => LedgerBench): void {
  test('cuts chunks page by page, numbered on, and runs from the first page on', async () => {
    const users = people('u1', 'u2', 'u3', 'u4', 'u5');
    const claim = await bench().claim(await bench().accepted(users));
    const { ledger } = bench();
    const { id } = claim.issuance;
    await ledger.plan(claim, users.slice(0, 3), 2, nowMs);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'RUNNING' });
    const left = await ledger.unresolved(id, 10);
    expect(left.map(({ position }) => position)).toEqual([3, 4]);
    await ledger.plan(claim, users.slice(3), 2, nowMs);
    const chunks = await ledger.dueChunks(id, nowMs, [], 10);
    expect(chunks.map(({ number, status, attempt }) => [number, status, attempt])).toEqual([
      [0, 'READY', 0],
      [1, 'READY', 0],
      [2, 'READY', 0],
    ]);
    expect(chunks.map((chunk) => chunk.people.map(({ pluvoUserId }) => pluvoUserId))).toEqual([
      ['u1', 'u2'],
      ['u3'],
      ['u4', 'u5'],
    ]);
    await expect(ledger.unresolved(id, 10)).resolves.toEqual([]);
    await expect(bench().eventKinds(id)).resolves.toEqual(['ACCEPTED', 'PLANNED', 'PLANNED']);
  });

  test('hands out chunks that are due, without those that are excepted: READY ones last, or alone', async () => {
    const claim = await bench().planned(people('u1', 'u2', 'u3', 'u4'), {}, 1);
    const { id } = claim.issuance;
    const first = await bench().send(claim);
    await bench().record(first, settled({ unknown: first.users }));
    const numbers = async (excepted: readonly number[], limit: number, atMs = nowMs + 60_000) =>
      (await bench().ledger.dueChunks(id, atMs, excepted, limit)).map(({ number }) => number);
    await expect(numbers([], 10, nowMs)).resolves.toEqual([1, 2, 3]);
    await expect(numbers([], 10, nowMs - 1)).resolves.toEqual([]);
    await expect(numbers([2], 10)).resolves.toEqual([0, 1, 3]);
    await expect(numbers([0, 2], 1)).resolves.toEqual([1]);
    await expect(numbers([], 0)).resolves.toEqual([]);
    const [ready] = await bench().ledger.dueChunks(id, nowMs + 60_000, [], 1, 'READY');
    expect(ready?.number).toBe(1);
  });

  test('puts two addresses of one person into one place: one certificate, both reported', async () => {
    const twice = [...people('u1', 'u2'), alias('u1', 2)];
    const claim = await bench().planned(twice, {}, 1);
    const { id } = claim.issuance;
    const sent = await bench().send(claim);
    expect(sent.users).toEqual(['u1']);
    await bench().record(sent, settled({ issued: ['u1'] }));
    await expect(bench().statuses(id)).resolves.toEqual(['ISSUED', 'READY', 'ISSUED']);
  });

  test('lets a person whom a later page brings again join their chunk, as far as it is', async () => {
    const twice = [...people('u1', 'u2', 'u3'), alias('u1', 3), alias('u2', 4), alias('u3', 5)];
    const claim = await bench().claim(await bench().accepted(twice));
    const { id } = claim.issuance;
    await bench().ledger.plan(claim, twice.slice(0, 3), 1, nowMs);
    await bench().record(await bench().send(claim), settled({ issued: ['u1'] }));
    await bench().record(await bench().send(claim), settled({ failed: ['u2'] }));
    const sent = await bench().send(claim);
    await bench().ledger.plan(claim, twice.slice(3), 1, nowMs);
    const both = ['ISSUED', 'PLUVO_FAILED', 'SENDING'];
    await expect(bench().statuses(id)).resolves.toEqual([...both, ...both]);
    await bench().record(sent, settled({ issued: ['u3'] }));
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'PARTIAL' });
    await expect(bench().ledger.dueChunks(id, nowMs, [], 9)).resolves.toEqual([]);
  });

  test('says of everybody who cannot be sent for why not, and ends if nobody can', async () => {
    const nobody = [unknownTo(0), unknownTo(1)];
    const claim = await bench().claim(await bench().accepted(nobody));
    const { id } = claim.issuance;
    await bench().ledger.plan(claim, nobody.slice(0, 1), 50, nowMs);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'RUNNING' });
    await bench().ledger.plan(claim, nobody.slice(1), 50, nowMs);
    await expect(bench().statuses(id)).resolves.toEqual(['USER_NOT_FOUND', 'USER_NOT_FOUND']);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'FAILED', finishedAtMs: nowMs },
    });
    const last = (await bench().events(id)).at(-1);
    expect(last).toMatchObject({ kind: 'FINISHED', detail: 'FAILED' });
  });

  test('does not end before everybody is looked up, however many are decided', async () => {
    const users = people('u1', 'u2');
    const claim = await bench().claim(await bench().accepted(users));
    await bench().ledger.plan(claim, users.slice(0, 1), 50, nowMs);
    await bench().record(await bench().send(claim), settled({ issued: ['u1'] }));
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'RUNNING' });
    await bench().ledger.plan(claim, users.slice(1), 50, nowMs);
    await bench().record(await bench().send(claim), settled({ issued: ['u2'] }));
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
  });

  test('pins once: a page that is planned again changes nothing', async () => {
    const claim = await bench().planned(people('u1'));
    const moved = people('u9').map((one) => ({ ...one, email: 'u1@example.com' }));
    await expect(bench().ledger.plan(claim, moved, 50, nowMs)).resolves.toBe(true);
    const recipients = await bench().recipients(claim.issuance.id);
    expect(recipients.map(({ pluvoUserId }) => pluvoUserId)).toEqual(['u1']);
    expect((await bench().send(claim)).users).toEqual(['u1']);
  });
}

import { expect, test } from '@jest/globals';
import { lookAgain } from '../../../../../subgraphs/certificates/issuance/chunk/reconcile.js';
import { people } from '../openLedger.js';
import { present } from './changing.js';
import {
  leaseMs,
  nowMs,
  quarantineMs,
  rules,
  settled,
  type LedgerBench,
  type Sent,
} from './LedgerBench.js';

const rounds = 8;

/** What happens in the same moment. A ledger in memory does one after the other; a database has to make it so. */
export function racesContract(bench: () => LedgerBench): void {
  const everyRound = async (run: (title: string) => Promise<void>) => {
    for (let round = 0; round < rounds; round += 1) await run(`Round ${String(round)}`);
  };

  test('closes an issuance when its last parked recipients are decided in the same moment', () =>
    everyRound(async (title) => {
      const users = Array.from({ length: 8 }, (_, index) => `u${String(index)}`);
      const { claim } = await bench().parked(users, { title });
      const { id } = claim.issuance;
      const verdict = { issued: true, decidedBy: 'ops', evidence: 'seen' };
      await Promise.all(
        users.map((pluvoUserId) => bench().ledger.decide(id, { pluvoUserId }, verdict, nowMs)),
      );
      await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
      const events = await bench().events(id);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ kind }) => kind === 'FINISHED')).toHaveLength(2);
    }));

  test('takes answers for what they are while a later worker gives up on their senders', () =>
    everyRound(async (title) => {
      const claim = await bench().planned(people('u1', 'u2', 'u3'), { title }, 1);
      const sent: Sent[] = [];
      for (let index = 0; index < 3; index += 1) sent.push(await bench().send(claim));
      const next = await bench().claim(claim.issuance, 'worker-2', nowMs + leaseMs);
      await Promise.all([
        ...sent.map((one) => bench().record(one, settled({ issued: one.users }))),
        bench().abandonAll(next, nowMs + leaseMs),
      ]);
      await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
    }));

  test('is due for a fact that comes in the moment in which the lease is given back', () =>
    everyRound(async (title) => {
      const claim = await bench().planned(people('u1'), { title });
      const sent = await bench().send(claim);
      await Promise.all([
        bench().record(sent, settled({ unknown: sent.users })),
        bench().ledger.release(claim, { notBeforeMs: nowMs, setbacks: 0 }),
      ]);
      const atMs = nowMs + 10 * quarantineMs;
      const next = await bench().claim(claim.issuance, 'worker-2', atMs);
      await expect(bench().ledger.dueChunks(sent.id, atMs, [], 9)).resolves.toHaveLength(1);
      await bench().ledger.release(next, { notBeforeMs: atMs, setbacks: 0 });
    }));

  test('believes the portfolio or the person, and only one of them, when both say something at once', () =>
    everyRound(async (title) => {
      const { claim } = await bench().parked(['u1'], { title });
      const { id } = claim.issuance;
      const atMs = nowMs + quarantineMs;
      const verdict = { issued: false, decidedBy: 'ops', evidence: 'not seen' };
      const [answer, look] = await Promise.all([
        bench().ledger.decide(id, { pluvoUserId: 'u1' }, verdict, atMs),
        bench().ledger.changeClaimed(
          claim,
          0,
          (chunk) => lookAgain(chunk, present('u1'), rules, atMs),
          atMs,
        ),
      ]);
      const isFound = look?.events.some(({ kind }) => kind === 'FOUND') ?? false;
      expect([answer?.decided, isFound].filter(Boolean)).toHaveLength(1);
      const [status] = await bench().statuses(id);
      expect(status).toBe(isFound ? 'ISSUED' : 'RESOLVED_NOT_ISSUED');
      const other = await bench().planned(people('u1'), { title });
      await expect(bench().statuses(other.issuance.id)).resolves.toEqual([
        isFound ? 'ALREADY_ISSUED' : 'READY',
      ]);
    }));

  test('sends or cancels a chunk when both are tried at once, and never both', () =>
    everyRound(async (title) => {
      const claim = await bench().planned(people('u1'), { title });
      const { id } = claim.issuance;
      const [chunk] = await bench().ledger.dueChunks(id, nowMs, [], 1);
      if (!chunk) throw new Error('Expected a chunk.');
      const [sent] = await Promise.all([bench().begin(claim, chunk), bench().cancel(id)]);
      await expect(bench().statuses(id)).resolves.toEqual([sent ? 'SENDING' : 'CANCELLED']);
    }));

  test('lets one of two who open an issuance again do so, and one of two who plan it', () =>
    everyRound(async (title) => {
      const claim = await bench().planned(people('u1', 'u2'), { title });
      const { id } = claim.issuance;
      await bench().record(await bench().send(claim), settled({ failed: ['u1', 'u2'] }));
      const { ledger } = bench();
      const opened = await Promise.all([ledger.reopen(id, nowMs), ledger.reopen(id, nowMs)]);
      expect(opened.filter(Boolean)).toHaveLength(1);
      await Promise.all([1, 2].map(() => ledger.plan(claim, people('u1', 'u2'), 50, nowMs)));
      const chunks = await ledger.dueChunks(id, nowMs, [], 9);
      expect(chunks.map((chunk) => chunk.people.length)).toEqual([2]);
    }));
}

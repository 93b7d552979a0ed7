import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql, type KyselyPlugin, type QueryId, type RootOperationNode } from 'kysely';
import { lookAgain } from '../../../../subgraphs/certificates/issuance/chunk/reconcile.js';
import { inTransaction } from '../../../../subgraphs/certificates/issuance/sql/inTransaction.js';
import { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import { describeWithPostgres } from '../../../support/postgres.js';
import { present } from './contract/changing.js';
import {
  leaseMs,
  LedgerBench,
  notSent,
  nowMs,
  quarantineMs,
  rules,
  settled,
} from './contract/LedgerBench.js';
import { openLedger, people } from './openLedger.js';

type Step = readonly [RootOperationNode['kind'], string];

/** Starts something once, right after the first statement of this kind that names this table or function. */
function after([kind, name]: Step, act: () => Promise<void>): KyselyPlugin {
  const awaited = new WeakSet<QueryId>();
  let isDone = false;
  return {
    transformQuery({ node, queryId }) {
      if (node.kind === kind && JSON.stringify(node).includes(`"${name}"`)) awaited.add(queryId);
      return node;
    },
    async transformResult({ queryId, result }) {
      if (awaited.has(queryId) && !isDone) {
        isDone = true;
        await act();
      }
      return result;
    },
  };
}

describeWithPostgres('When two replicas do something in the same moment', (url) => {
  let opened: Awaited<ReturnType<typeof openLedger>>;
  let bench: LedgerBench;
  let schemas = 0;
  beforeEach(async () => {
    schemas += 1;
    opened = await openLedger({ url: url(), schema: `races_${String(schemas)}` });
    bench = new LedgerBench(opened.ledger);
  });
  afterEach(() => opened.stop());

  /** Does one thing and, after one of its statements, the other: until that has ended or waits for the first. */
  async function interleaved<One, Other>(
    step: Step,
    one: (bench: LedgerBench) => Promise<One>,
    other: () => Promise<Other>,
  ): Promise<[One, Other]> {
    const { database } = opened;
    let second: Promise<Other> | undefined;
    const plugin = after(step, async () => {
      const started = other();
      second = started;
      const ended = started.then(
        () => true,
        () => true,
      );
      while (!(await Promise.race([ended, isBlocked()])));
    });
    const first = new SqlLedger({ ...database, db: database.db.withPlugin(plugin) });
    const result = await one(new LedgerBench(first));
    if (!second) throw new Error(`Expected a statement: ${step.join(' ')}.`);
    return [result, await second];
  }

  async function isBlocked(): Promise<boolean> {
    const { rows } = await sql`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(opened.database.db);
    return rows.length > 0;
  }

  test('a fact that comes while the lease is given back makes the issuance due', async () => {
    const claim = await bench.planned(people('u1'));
    const sent = await bench.send(claim);
    const atMs = nowMs + leaseMs;
    const next = await bench.claim(claim.issuance, 'worker-2', atMs);
    await bench.abandonAll(next, atMs);
    await interleaved(
      ['SelectQueryNode', 'min'],
      ({ ledger }) => ledger.release(next, { notBeforeMs: atMs, setbacks: 0 }),
      () => bench.record(sent, notSent, atMs + 1),
    );
    await expect(bench.find(claim.issuance)).resolves.toMatchObject({ dueAtMs: atMs + 1 });
  });

  test('the last two facts of an issuance end it', async () => {
    const claim = await bench.planned(people('u1', 'u2'), {}, 1);
    const [one, other] = [await bench.send(claim), await bench.send(claim)];
    await interleaved(
      ['SelectQueryNode', 'recipient'],
      (first) => first.record(one, settled({ issued: one.users })),
      () => bench.record(other, settled({ issued: other.users })),
    );
    await expect(bench.find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
  });

  test('a result and who gives up on its sender agree that it was issued', async () => {
    const claim = await bench.planned(people('u1'));
    const sent = await bench.send(claim);
    const next = await bench.claim(claim.issuance, 'worker-2', nowMs + leaseMs);
    await interleaved(
      ['SelectQueryNode', 'chunk'],
      (first) => first.abandonAll(next, nowMs + leaseMs),
      () => bench.record(sent, settled({ issued: ['u1'] })),
    );
    await expect(bench.statuses(sent.id)).resolves.toEqual(['ISSUED']);
    await expect(bench.find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
  });

  test('a person decides, or the portfolio does, and not both', async () => {
    const { claim } = await bench.parked(['u1']);
    const atMs = nowMs + quarantineMs;
    const verdict = { issued: false, decidedBy: 'ops', evidence: 'not seen' };
    const [look, answer] = await interleaved(
      ['SelectQueryNode', 'recipient'],
      ({ ledger }) =>
        ledger.changeClaimed(
          claim,
          0,
          (chunk) => lookAgain(chunk, present('u1'), rules, atMs),
          atMs,
        ),
      () => bench.ledger.decide(claim.issuance.id, { pluvoUserId: 'u1' }, verdict, atMs),
    );
    expect(look?.events).toMatchObject([{ kind: 'FOUND' }]);
    expect(answer).toMatchObject({ decided: false, recipient: { status: 'ISSUED' } });
  });

  test('a chunk is cancelled, or sent, and not both', async () => {
    const claim = await bench.planned(people('u1'));
    const { id } = claim.issuance;
    const [chunk] = await bench.ledger.dueChunks(id, nowMs, [], 1);
    if (!chunk) throw new Error('Expected a chunk.');
    const [, sent] = await interleaved(
      ['SelectQueryNode', 'chunk'],
      (first) => first.cancel(id),
      () => bench.begin(claim, chunk),
    );
    expect(sent).toBeUndefined();
    await expect(bench.statuses(id)).resolves.toEqual(['CANCELLED']);
  });

  test('an intent is written by whoever has the lease, and by nobody who has just lost it', async () => {
    const claim = await bench.planned(people('u1'));
    const [chunk] = await bench.ledger.dueChunks(claim.issuance.id, nowMs, [], 1);
    if (!chunk) throw new Error('Expected a chunk.');
    const [sent, next] = await interleaved(
      ['SelectQueryNode', 'chunk'],
      (first) => first.begin(claim, chunk),
      () => bench.claim(claim.issuance, 'worker-2', nowMs + leaseMs),
    );
    expect(sent).toBeDefined();
    // Whoever comes next finds the intent: it takes the issuance only after it was written.
    await expect(bench.abandonAll(next, nowMs + leaseMs)).resolves.toHaveLength(1);
  });

  test('an issuance is opened again, or forgotten, and not both', async () => {
    const claim = await bench.planned(people('u1'));
    await bench.record(await bench.send(claim), settled({ failed: ['u1'] }));
    const { id } = claim.issuance;
    const [forgotten, reopened] = await interleaved(
      ['SelectQueryNode', 'issuance'],
      ({ ledger }) => ledger.forget(nowMs + 1, nowMs, 10),
      () => bench.ledger.reopen(id, nowMs),
    );
    expect([forgotten, reopened]).toEqual([0, true]);
    await expect(bench.statuses(id)).resolves.toEqual(['READY']);
  });

  const claiming: [string, Step][] = [
    ['after others stepped aside', ['UpdateQueryNode', 'natural_key']],
    ['after keys were taken', ['InsertQueryNode', 'natural_key']],
    ['after others were looked at', ['SelectQueryNode', 'natural_key']],
  ];
  test.each(claiming)('one of two issues again on request: %s', async (_when, step) => {
    const again = { onDuplicate: 'ISSUE_AGAIN' } as const;
    await bench.issued(['u1', 'u2']);
    const [one, other] = await interleaved(
      step,
      (first) => first.planned(people('u1', 'u2'), again),
      () => bench.planned(people('u2', 'u1'), again),
    );
    const statuses = [one, other].map(({ issuance }) => bench.statuses(issuance.id));
    const refused = ['IN_PROGRESS_ELSEWHERE', 'IN_PROGRESS_ELSEWHERE'];
    expect(await Promise.all(statuses)).toEqual([['READY', 'READY'], refused]);
  });

  test('does what PostgreSQL undid to let another pass once more', async () => {
    const { database } = opened;
    const [one, other] = [await bench.accepted(people('u1')), await bench.accepted(people('u1'))];
    const touch = (id: string) => sql`
      update ${sql.table(`races_${String(schemas)}.issuance`)} set setbacks = setbacks + 1
      where id = ${id}`;
    const tries: string[] = [];
    const both = (first: string, second: string, between: () => Promise<unknown>) =>
      inTransaction(database.db, async (tx) => {
        tries.push(first);
        await touch(first).execute(tx);
        await between();
        await touch(second).execute(tx);
      });
    const arrived = [deferred(), deferred()] as const;
    const meet = (mine: 0 | 1) => () => {
      arrived[mine].resolve();
      return Promise.all(arrived.map(({ promise }) => promise));
    };
    await Promise.all([both(one.id, other.id, meet(0)), both(other.id, one.id, meet(1))]);
    expect(tries).toHaveLength(3);
    await expect(bench.find(one)).resolves.toMatchObject({ setbacks: 2 });
    await expect(bench.find(other)).resolves.toMatchObject({ setbacks: 2 });
  });
});

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    promise,
    resolve: () => {
      resolve();
    },
  };
}

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { migrate } from '../../../../platform/sql/migrate.js';
import { openDatabase, type Database } from '../../../../platform/sql/openDatabase.js';
import { lookAgain } from '../../../../subgraphs/certificates/issuance/chunk/reconcile.js';
import { naturalKey } from '../../../../subgraphs/certificates/issuance/naturalKey.js';
import { ledgerMigrations } from '../../../../subgraphs/certificates/issuance/sql/migrations.js';
import { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import type { LedgerTables } from '../../../../subgraphs/certificates/issuance/sql/tables.js';
import { describeOnBothEngines } from '../../../support/engines.js';
import { present } from './contract/changing.js';
import { LedgerBench, nowMs, quarantineMs, rules, settled } from './contract/LedgerBench.js';
import { people } from './openLedger.js';

const first = '001-ledger';
const leaseUntilMs = nowMs + 10_000;

type Table = 'issuance' | 'recipient' | 'chunk' | 'natural_key';

const issuanceRow = (id: string, status: string, changes: object = {}) => ({
  ...{ id, caller: 'hr', operation: 'issueCertificate', request_id: `request-${id}` },
  ...{ fingerprint: '1:abc', certificate_id: id, title: 'First Aid' },
  ...{ issue_date: '2026-01-15T09:00:00Z', on_duplicate: 'SKIP', status, created_at_ms: nowMs },
  ...{ lease_until_ms: 0, next_attempt_at_ms: nowMs, attempts: 0 },
  ...changes,
});

const recipientRow = (
  issuance_id: string,
  position: number,
  status: string,
  chunk_number: number | null,
  changes: object = {},
) => ({
  ...{ issuance_id, position, status, chunk_number, email: `u${String(position)}@example.com` },
  pluvo_user_id: chunk_number === null ? null : `u${String(position)}`,
  ...changes,
});

describeOnBothEngines('A ledger of the first version', (empty) => {
  let database: Database<LedgerTables>;
  let bench: LedgerBench;
  beforeEach(async () => {
    const { url, schema } = empty();
    database = openDatabase<LedgerTables>(url, schema);
    bench = new LedgerBench(new SqlLedger(database));
    const step = ledgerMigrations[first];
    if (!step) throw new Error('Expected the first version to be known.');
    await migrate(database, { [first]: step });
  });
  afterEach(() => database.stop());

  async function given(rows: Partial<Record<Table, object[]>>) {
    const written = { issuance: [], recipient: [], chunk: [], natural_key: [], ...rows };
    for (const [table, some] of Object.entries(written)) {
      // The tables of this version are not those that the code of today knows.
      const into = database.db.insertInto(table as 'issuance');
      for (const row of some) await into.values(row as never).execute();
    }
    await migrate(database, ledgerMigrations);
  }
  const find = (id: string) => bench.ledger.find('hr', `request-${id}`);

  test('looks up whoever was not looked up yet', async () => {
    await given({
      issuance: [
        issuanceRow('a', 'RESOLVING', { claim_token: 'old', lease_until_ms: leaseUntilMs }),
      ],
      recipient: [recipientRow('a', 0, 'READY', null)],
    });
    await expect(find('a')).resolves.toMatchObject({
      ...{ status: 'RESOLVING', isBulk: false, dueAtMs: nowMs, setbacks: 0 },
    });
    const claim = await bench.claim({ id: 'a' }, 'new', leaseUntilMs);
    await expect(bench.ledger.unresolved('a', 9)).resolves.toHaveLength(1);
    await bench.ledger.plan(claim, people('u0'), 50, nowMs);
    await bench.record(await bench.send(claim), settled({ issued: ['u0'] }));
    await expect(find('a')).resolves.toMatchObject({ status: 'SUCCEEDED' });
  });

  test('sends what was ready, and believes of what was being sent that its outcome is unknown', async () => {
    await given({
      issuance: [issuanceRow('a', 'RUNNING', { claim_token: 'old', lease_until_ms: leaseUntilMs })],
      recipient: [
        recipientRow('a', 0, 'ISSUED', 0),
        recipientRow('a', 1, 'SENDING', 1),
        recipientRow('a', 2, 'READY', 2),
      ],
      chunk: [
        { issuance_id: 'a', number: 0, status: 'DONE', sends: 1 },
        { issuance_id: 'a', number: 1, status: 'SENDING', sends: 2 },
        { issuance_id: 'a', number: 2, status: 'READY', sends: 1 },
      ],
    });
    await expect(bench.statuses('a')).resolves.toEqual(['ISSUED', 'SENDING', 'READY']);
    const claim = await bench.claim({ id: 'a' }, 'new', leaseUntilMs);
    const [abandoned] = await bench.abandonAll(claim, leaseUntilMs);
    // The old process may set out until its send window is over, whatever it was.
    expect(abandoned?.chunk).toMatchObject({
      ...{ status: 'UNKNOWN', attempt: 2, sendByMs: leaseUntilMs + 60_000 },
      dueAtMs: leaseUntilMs + 60_000 + quarantineMs,
    });
    const sent = await bench.send(claim, leaseUntilMs);
    expect([sent.users, sent.sending.attempt]).toEqual([['u2'], 2]);
  });

  test('leaves whoever is parked to people, keeps what they said, and looks into the portfolios as well', async () => {
    const decided = { decided_by: 'ops', decided_at_ms: nowMs, evidence: 'seen' };
    await given({
      issuance: [issuanceRow('a', 'NEEDS_REVIEW')],
      recipient: [
        recipientRow('a', 0, 'PARKED', 0, { failure: 'OUTCOME_UNKNOWN' }),
        recipientRow('a', 1, 'ISSUED', 0, decided),
        recipientRow('a', 2, 'FAILED', 0, { ...decided, failure: 'RESOLVED_NOT_ISSUED' }),
      ],
      chunk: [{ issuance_id: 'a', number: 0, status: 'PARKED', sends: 1 }],
    });
    const recipients = await bench.recipients('a');
    expect(recipients.map(({ status, decision }) => [status, decision?.issued])).toEqual([
      ['PARKED', undefined],
      ['ISSUED', true],
      ['FAILED', false],
    ]);
    const claim = await bench.claim({ id: 'a' }, 'new');
    const [chunk] = await bench.ledger.dueChunks('a', nowMs, [], 9);
    expect(chunk).toMatchObject({ number: 0, status: 'DONE', looks: 0 });
    await bench.ledger.changeClaimed(
      claim,
      0,
      (current) => lookAgain(current, present('u0'), rules, nowMs),
      nowMs,
    );
    await expect(find('a')).resolves.toMatchObject({ status: 'PARTIAL' });
  });

  test.each([
    ['SUCCEEDED', ['ISSUED', 'ISSUED']],
    ['PARTIAL', ['ISSUED', 'FAILED']],
    ['FAILED', ['FAILED', 'FAILED']],
    ['NEEDS_REVIEW', ['PARKED', 'ISSUED']],
  ])('is %s where a process died before it said so', async (status, recipients) => {
    await given({
      issuance: [issuanceRow('a', 'RUNNING', { lease_until_ms: leaseUntilMs })],
      recipient: recipients.map((each, position) => recipientRow('a', position, each, 0)),
      chunk: [{ issuance_id: 'a', number: 0, status: 'DONE', sends: 1 }],
    });
    await expect(find('a')).resolves.toMatchObject({
      ...{ status, finishedAtMs: status === 'NEEDS_REVIEW' ? undefined : leaseUntilMs },
    });
  });

  test('keeps the natural keys: whoever has a certificate gets no second one', async () => {
    const key = { issuance_id: 'a', pluvo_user_id: 'u0', slot: 'once' };
    const intent = { certificateId: 'a', trainingId: undefined, title: 'First Aid' };
    const issueDate = '2026-01-15T09:00:00Z';
    await given({
      issuance: [issuanceRow('a', 'SUCCEEDED', { finished_at_ms: nowMs })],
      recipient: [recipientRow('a', 0, 'ISSUED', 0)],
      chunk: [{ issuance_id: 'a', number: 0, status: 'DONE', sends: 1 }],
      natural_key: [{ ...key, natural_key: naturalKey({ ...intent, issueDate }, 'u0') }],
    });
    await expect(find('a')).resolves.toMatchObject({ dueAtMs: undefined });
    const next = await bench.planned(people('u0'), { certificateId: 'a' });
    await expect(bench.statuses(next.issuance.id)).resolves.toEqual(['ALREADY_ISSUED']);
  });
});

test('A ledger on SQLite is brought up to date once, also if that was interrupted before it was noted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-graph-'));
  const database = openDatabase<LedgerTables>(`file:${join(folder, 'ledger.db')}`, 'unused');
  await migrate(database, ledgerMigrations);
  const { id } = await new LedgerBench(new SqlLedger(database)).accepted(people('u0'));
  await sql`delete from kysely_migration where name != ${first}`.execute(database.db);
  await migrate(database, ledgerMigrations);
  await expect(new LedgerBench(new SqlLedger(database)).statuses(id)).resolves.toEqual(['READY']);
  await database.stop();
  rmSync(folder, { recursive: true });
});

import { systemClock, type Clock } from '../../../../platform/clock.js';
import { migrate } from '../../../../platform/sql/migrate.js';
import { openDatabase } from '../../../../platform/sql/openDatabase.js';
import type {
  IssuanceRecord,
  Resolution,
} from '../../../../subgraphs/certificates/issuance/Ledger.js';
import { ledgerMigrations } from '../../../../subgraphs/certificates/issuance/sql/migrations.js';
import { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import type { LedgerTables } from '../../../../subgraphs/certificates/issuance/sql/tables.js';
import type { EmptyDatabase } from '../../../support/engines.js';

export async function openLedger(
  { url, schema }: EmptyDatabase,
  clock: Pick<Clock, 'nowMs'> = systemClock,
) {
  const database = openDatabase<LedgerTables>(url, schema);
  await migrate(database, ledgerMigrations);
  return { database, ledger: new SqlLedger(database, clock), stop: () => database.stop() };
}

let made = 0;

export function anIssuance(changes: Partial<IssuanceRecord> = {}): IssuanceRecord {
  made += 1;
  const nowMs = Date.parse('2026-01-15T09:00:00Z');
  return {
    id: `issuance-${String(made)}`,
    caller: 'hr',
    operation: 'issueCertificate',
    requestId: `request-${String(made).padStart(12, '0')}`,
    fingerprint: '1:abc',
    certificateId: '11111111-1111-4111-8111-111111111111',
    title: 'First Aid',
    issueDate: '2026-01-15T09:00:00Z',
    trainingId: undefined,
    onDuplicate: 'SKIP',
    status: 'ACCEPTED',
    createdAtMs: nowMs,
    finishedAtMs: undefined,
    isBulk: false,
    cancelledAtMs: undefined,
    forgottenAtMs: undefined,
    dueAtMs: nowMs,
    setbacks: 0,
    ...changes,
  };
}

export function people(...users: string[]): Resolution[] {
  return users.map((user, position) => ({
    position,
    email: `${user}@example.com`,
    userId: `user-${user}`,
    pluvoUserId: user,
    failure: undefined,
  }));
}

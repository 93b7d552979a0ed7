import type { Transaction } from 'kysely';
import { inStatements } from '../../../../platform/sql/inStatements.js';
import type { FailureCode } from '../failures.js';
import type { IssuanceRecord } from '../Ledger.js';
import { naturalKey } from '../naturalKey.js';
import { issuanceRecord } from './rows.js';
import type { LedgerTables, NaturalKeyRow } from './tables.js';

type Tx = Transaction<LedgerTables>;

/** Takes the right to issue to each user; returns those to whom this issuance may not issue, and why they fail. */
export async function claimNaturalKeys(
  tx: Tx,
  issuance: IssuanceRecord,
  users: readonly string[],
): Promise<ReadonlyMap<string, FailureCode>> {
  const wanted = await insertNaturalKeys(tx, issuance, users);
  if (issuance.onDuplicate === 'ISSUE_AGAIN') return new Map();
  const refused = await refusals(tx, issuance, wanted);
  // Whoever is held elsewhere by an issuance on request must not stay claimed here as well.
  await releaseNaturalKeys(tx, issuance.id, [...refused.keys()]);
  return refused;
}

/** Takes the right back that was given back too early, unless somebody else has it by now. */
export async function keepNaturalKeys(
  tx: Tx,
  issuanceId: string,
  users: readonly string[],
): Promise<void> {
  const row = await tx
    .selectFrom('issuance')
    .selectAll()
    .where('id', '=', issuanceId)
    .executeTakeFirstOrThrow();
  await insertNaturalKeys(tx, issuanceRecord(row), users);
}

/** Gives the right back: for these users nothing was issued. */
export async function releaseNaturalKeys(
  tx: Tx,
  issuanceId: string,
  users: readonly string[],
): Promise<void> {
  for (const batch of inStatements(users)) {
    await tx
      .deleteFrom('natural_key')
      .where('issuance_id', '=', issuanceId)
      .where('pluvo_user_id', 'in', batch)
      .execute();
  }
}

/** Claims what nobody else holds; returns what was wanted. */
async function insertNaturalKeys(
  tx: Tx,
  issuance: IssuanceRecord,
  users: readonly string[],
): Promise<readonly NaturalKeyRow[]> {
  // In one order everywhere, so that two plans that share people wait for each other instead of deadlocking.
  const wanted = users
    .map((user): NaturalKeyRow => ({
      natural_key: naturalKey(issuance, user),
      slot: issuance.onDuplicate === 'ISSUE_AGAIN' ? issuance.id : 'once',
      issuance_id: issuance.id,
      pluvo_user_id: user,
    }))
    .sort((a, b) => (a.natural_key < b.natural_key ? -1 : 1));
  for (const batch of inStatements(wanted)) {
    await tx
      .insertInto('natural_key')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return wanted;
}

async function refusals(
  tx: Tx,
  issuance: IssuanceRecord,
  wanted: readonly NaturalKeyRow[],
): Promise<ReadonlyMap<string, FailureCode>> {
  const refused = new Map<string, FailureCode>();
  for (const batch of inStatements(wanted)) {
    const rights = await tx
      .selectFrom('natural_key')
      .leftJoin('recipient', (join) =>
        join
          .onRef('recipient.issuance_id', '=', 'natural_key.issuance_id')
          .onRef('recipient.pluvo_user_id', '=', 'natural_key.pluvo_user_id'),
      )
      .select(['natural_key.issuance_id', 'natural_key.pluvo_user_id', 'recipient.status'])
      .where(
        'natural_key.natural_key',
        'in',
        batch.map((row) => row.natural_key),
      )
      .execute();
    const others = rights.filter((right) => right.issuance_id !== issuance.id);
    const ours = rights.filter((right) => right.issuance_id === issuance.id);
    const held = new Set(ours.map((right) => right.pluvo_user_id));
    // Also who is held by nobody: their holder gave up just after our claim had failed, so we have no right either.
    for (const { pluvo_user_id: user } of batch) {
      if (!held.has(user)) refused.set(user, 'IN_PROGRESS_ELSEWHERE');
    }
    for (const { pluvo_user_id: user, status } of others) {
      if (refused.get(user) === 'ALREADY_ISSUED') continue;
      refused.set(user, status === 'ISSUED' ? 'ALREADY_ISSUED' : 'IN_PROGRESS_ELSEWHERE');
    }
  }
  return refused;
}

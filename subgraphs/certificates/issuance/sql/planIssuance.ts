import type { Transaction } from 'kysely';
import { inStatements } from '../../../../platform/sql/inStatements.js';
import type { FailureCode } from '../failures.js';
import type { IssuanceRecord, Resolution } from '../Ledger.js';
import { naturalKey } from '../naturalKey.js';
import { recipientRow } from './rows.js';
import type { LedgerTables, NaturalKeyRow } from './tables.js';

type Tx = Transaction<LedgerTables>;

/** Pins who is sent for and in which call. Written once, before the first send; the whole plan or nothing of it. */
export async function planIssuance(
  tx: Tx,
  issuance: IssuanceRecord,
  resolutions: readonly Resolution[],
  chunkSize: number,
): Promise<void> {
  const users = new Set(
    resolutions.flatMap(({ failure, pluvoUserId }) =>
      failure || !pluvoUserId ? [] : [pluvoUserId],
    ),
  );
  const held = await claimNaturalKeys(tx, issuance, [...users]);
  // Two addresses of one person are one certificate: chunks hold users, not addresses.
  const chunkOf = new Map(
    [...users]
      .filter((user) => !held.has(user))
      .map((user, index) => [user, Math.floor(index / chunkSize)]),
  );

  await tx.deleteFrom('recipient').where('issuance_id', '=', issuance.id).execute();
  const rows = resolutions.map((resolution) => {
    const failure = resolution.failure ?? held.get(resolution.pluvoUserId ?? '');
    const chunkNumber = failure ? undefined : chunkOf.get(resolution.pluvoUserId ?? '');
    return recipientRow(issuance.id, { ...resolution, failure }, chunkNumber);
  });
  for (const batch of inStatements(rows)) await tx.insertInto('recipient').values(batch).execute();

  const chunks = [...new Set(chunkOf.values())].map((number) => ({
    issuance_id: issuance.id,
    number,
    status: 'READY' as const,
    sends: 0,
  }));
  for (const batch of inStatements(chunks)) await tx.insertInto('chunk').values(batch).execute();
}

/** Takes the right to issue to each user; returns those for whom somebody else has it, and why they fail. */
async function claimNaturalKeys(
  tx: Tx,
  issuance: IssuanceRecord,
  users: readonly string[],
): Promise<ReadonlyMap<string, FailureCode>> {
  const again = issuance.onDuplicate === 'ISSUE_AGAIN';
  // In one order everywhere, so that two plans that share people wait for each other instead of deadlocking.
  const wanted = users
    .map((user): NaturalKeyRow => ({
      natural_key: naturalKey(issuance, user),
      slot: again ? issuance.id : 'once',
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
  return again ? new Map() : holders(tx, issuance, wanted);
}

async function holders(
  tx: Tx,
  issuance: IssuanceRecord,
  wanted: readonly NaturalKeyRow[],
): Promise<ReadonlyMap<string, FailureCode>> {
  const held = new Map<string, FailureCode>();
  for (const batch of inStatements(wanted)) {
    const others = await tx
      .selectFrom('natural_key')
      .innerJoin('recipient', (join) =>
        join
          .onRef('recipient.issuance_id', '=', 'natural_key.issuance_id')
          .onRef('recipient.pluvo_user_id', '=', 'natural_key.pluvo_user_id'),
      )
      .select(['natural_key.pluvo_user_id', 'recipient.status'])
      .where(
        'natural_key.natural_key',
        'in',
        batch.map((row) => row.natural_key),
      )
      .where('natural_key.issuance_id', '!=', issuance.id)
      .execute();
    for (const { pluvo_user_id: user, status } of others) {
      if (held.get(user) === 'ALREADY_ISSUED') continue;
      held.set(user, status === 'ISSUED' ? 'ALREADY_ISSUED' : 'IN_PROGRESS_ELSEWHERE');
    }
    // Whoever is held elsewhere by an issuance on request must not stay claimed here as well.
    await release(tx, issuance.id, [...held.keys()]);
  }
  return held;
}

/** Gives the right back: for these users nothing was issued. */
export async function release(tx: Tx, issuanceId: string, users: readonly string[]): Promise<void> {
  for (const batch of inStatements(users)) {
    await tx
      .deleteFrom('natural_key')
      .where('issuance_id', '=', issuanceId)
      .where('pluvo_user_id', 'in', batch)
      .execute();
  }
}

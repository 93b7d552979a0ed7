import type { Transaction } from 'kysely';
import { inStatements } from '../../../../platform/sql/inStatements.js';
import type { IssuanceRecord, Resolution } from '../Ledger.js';
import { claimNaturalKeys } from './naturalKeys.js';
import { recipientRow } from './rows.js';
import type { LedgerTables } from './tables.js';

/** Pins who is sent for and in which call. Written once, before the first send; the whole plan or nothing of it. */
export async function planIssuance(
  tx: Transaction<LedgerTables>,
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

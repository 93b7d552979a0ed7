import type { Transaction } from 'kysely';
import type { Chunk } from '../Ledger.js';
import type { LedgerTables } from './tables.js';

type Row = LedgerTables['recipient'];

export const parked = { status: 'PARKED', failure: 'OUTCOME_UNKNOWN' } as const;

/**
 * Changes the recipients of a chunk that are in one of these states: all of them, or only these users.
 * @returns the users that were changed.
 */
export async function setRecipients(
  tx: Transaction<LedgerTables>,
  issuanceId: string,
  { number }: Pick<Chunk, 'number'>,
  from: readonly Row['status'][],
  change: Partial<Pick<Row, 'status' | 'failure'>>,
  users?: readonly string[],
): Promise<string[]> {
  if (users?.length === 0) return [];
  const changed = await tx
    .updateTable('recipient')
    .set(change)
    .where('issuance_id', '=', issuanceId)
    .where('chunk_number', '=', number)
    .where('status', 'in', from)
    .$if(users !== undefined, (query) => query.where('pluvo_user_id', 'in', users ?? []))
    .returning('pluvo_user_id')
    .execute();
  return changed.flatMap(({ pluvo_user_id: user }) => user ?? []);
}

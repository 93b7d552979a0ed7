import type { Transaction } from 'kysely';
import type { IssuanceStatus } from '../states.js';
import type { LedgerTables } from './tables.js';

/**
 * Makes a transaction the only one that changes this issuance and its parts until it ends: what it reads of them stays
 * true, on both engines. With the token of a claim, only if that claim still holds.
 * @returns the issuance's status, or undefined if there is no such issuance or the claim was lost.
 */
export async function takeTurn(
  tx: Transaction<LedgerTables>,
  id: string,
  token?: string,
): Promise<IssuanceStatus | undefined> {
  const row = await tx
    .updateTable('issuance')
    // Writing what stands there locks the row; SQLite has no other way to say so.
    .set((set) => ({ claim_token: set.ref('claim_token') }))
    .where('id', '=', id)
    .$if(token !== undefined, (query) => query.where('claim_token', '=', token ?? ''))
    .returning('status')
    .executeTakeFirst();
  return row?.status;
}

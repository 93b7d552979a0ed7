import type { IssuanceRecord } from '../Ledger.js';
import { issuanceRecord } from './rows.js';
import type { Tx } from './tables.js';

/**
 * Makes a transaction the only one that changes this issuance and its parts until it ends: what its later statements
 * read of them stays true, on both engines. With the token of a claim, only if that claim still holds.
 * @returns the issuance as it is now, or undefined if there is no such issuance or the claim was lost.
 */
export async function takeTurn(
  tx: Tx,
  id: string,
  token?: string,
): Promise<IssuanceRecord | undefined> {
  const row = await tx
    .updateTable('issuance')
    // Writing what stands there locks the row; SQLite has no other way to say so.
    .set((set) => ({ claim_token: set.ref('claim_token') }))
    .where('id', '=', id)
    .$if(token !== undefined, (query) => query.where('claim_token', '=', token ?? ''))
    .returningAll()
    .executeTakeFirst();
  return row && issuanceRecord(row);
}

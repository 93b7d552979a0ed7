import type { Transaction } from 'kysely';
import { finalStatus, type IssuanceStatus } from '../states.js';
import { countRecipients } from './readIssuances.js';
import type { LedgerTables } from './tables.js';

/** Gives an issuance its final status if nothing of it is left to do; returns the status it has then. In its turn only. */
export async function finishIssuance(
  tx: Transaction<LedgerTables>,
  id: string,
  nowMs: number,
): Promise<IssuanceStatus> {
  const count = (await countRecipients(tx, [id])).get(id);
  const issuance = await tx
    .selectFrom('issuance')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const planned = issuance.status !== 'ACCEPTED' && issuance.status !== 'RESOLVING';
  if (!count || !planned || count.ready + count.sending + count.unknown > 0) return issuance.status;
  const status = finalStatus(count);
  await tx
    .updateTable('issuance')
    .set({ status, finished_at_ms: status === 'NEEDS_REVIEW' ? null : nowMs })
    .where('id', '=', id)
    .where('status', '!=', status)
    .execute();
  return status;
}

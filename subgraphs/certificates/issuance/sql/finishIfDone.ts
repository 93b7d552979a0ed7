import type { IssuanceRecord } from '../Ledger.js';
import { finalStatus } from '../states.js';
import { countRecipients } from './countRecipients.js';
import type { Tx } from './tables.js';
import { writeEvents } from './writeEvents.js';

/** Gives an issuance its final status if nobody of it is open any more. In its turn only. */
export async function finishIfDone(
  tx: Tx,
  { id, status: before }: Pick<IssuanceRecord, 'id' | 'status'>,
  nowMs: number,
): Promise<void> {
  const open = await tx
    .selectFrom('recipient')
    .select('position')
    .where('issuance_id', '=', id)
    .where('status', 'in', ['UNRESOLVED', 'OPEN'])
    .limit(1)
    .executeTakeFirst();
  if (open) return;
  const counts = (await countRecipients(tx, [id])).get(id);
  const status = counts && finalStatus(counts);
  if (status === undefined || status === before) return;
  await tx
    .updateTable('issuance')
    .set({ status, finished_at_ms: status === 'NEEDS_REVIEW' ? null : nowMs })
    .where('id', '=', id)
    .execute();
  await writeEvents(tx, id, [{ kind: 'FINISHED', detail: status }], nowMs);
}

import { setImmediate } from 'node:timers/promises';
import { inBatches } from '../../../../platform/inBatches.js';
import type { IssuanceRecord, Resolution } from '../Ledger.js';
import { issuanceRow } from './rows.js';
import type { Tx } from './tables.js';
import { writeEvents } from './writeEvents.js';
import { writeRecipients, type Written } from './writeRecipients.js';

/** SQLite works in this thread: a batch is some milliseconds, and between batches other things go on. */
const recipientsPerStatement = 2_000;

const columns = ['email', 'user_id', 'pluvo_user_id', 'failure'] as const;

/** Writes down a request; false if the caller has used its request ID before. */
export async function openIssuance(
  tx: Tx,
  issuance: IssuanceRecord,
  recipients: readonly Resolution[],
): Promise<boolean> {
  const opened = await tx
    .insertInto('issuance')
    .values(issuanceRow(issuance))
    .onConflict((conflict) => conflict.columns(['caller', 'request_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!opened) return false;
  for (const batch of inBatches(recipients, recipientsPerStatement)) {
    await writeRecipients(tx, issuance.id, columns, batch.map(initial));
    await setImmediate();
  }
  const detail = `${String(recipients.length)} recipients`;
  await writeEvents(tx, issuance.id, [{ kind: 'ACCEPTED', detail }], issuance.createdAtMs);
  return true;
}

function initial(
  recipient: Resolution,
): Written<'email' | 'user_id' | 'pluvo_user_id' | 'failure'> {
  return {
    position: recipient.position,
    email: recipient.email ?? null,
    user_id: recipient.userId ?? null,
    pluvo_user_id: recipient.pluvoUserId ?? null,
    status: recipient.failure ? 'FAILED' : 'UNRESOLVED',
    failure: recipient.failure ?? null,
  };
}

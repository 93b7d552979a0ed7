import type { Transaction } from 'kysely';
import type { Chunk } from '../Ledger.js';
import type { Settlement } from '../settle.js';
import { keepNaturalKeys, releaseNaturalKeys } from './naturalKeys.js';
import { parked, setRecipients } from './setRecipients.js';
import type { LedgerTables } from './tables.js';

type Tx = Transaction<LedgerTables>;

const undecided = ['SENDING', 'UNKNOWN', 'PARKED'] as const;

/**
 * A fact beats not knowing, however late it comes; it never beats another fact. Against a person's verdict, Pluvo's
 * word that it issued counts, since that certificate is there; its word that it did not, does not.
 */
export async function recordSettlement(
  tx: Tx,
  issuanceId: string,
  chunk: Chunk,
  settlement: Settlement,
): Promise<void> {
  if (settlement.kind === 'again') {
    await makeReady(tx, issuanceId, chunk);
    return;
  }
  if (!(await isLatest(tx, issuanceId, chunk))) return;
  const set = setRecipients.bind(undefined, tx, issuanceId, chunk);
  const { issued, failed, unknown, failure } = settlement;
  await set(undecided, { status: 'ISSUED', failure: null }, issued);
  const overruled = await set(['FAILED'], { status: 'ISSUED', failure: null }, issued);
  if (overruled.length > 0) await keepNaturalKeys(tx, issuanceId, overruled);
  // Only of those who fail now: who has it by a person's verdict keeps it from others.
  const failing = await set(undecided, { status: 'FAILED', failure }, failed);
  await releaseNaturalKeys(tx, issuanceId, failing);
  await set(['SENDING'], parked, unknown);
  const status = unknown.length > 0 ? 'PARKED' : 'DONE';
  await setChunk(tx, issuanceId, chunk, ['SENDING', 'PARKED'], status);
}

/** SENDING → READY, if this is the latest sending. */
export async function makeReady(tx: Tx, issuanceId: string, chunk: Chunk): Promise<void> {
  if (!(await isLatest(tx, issuanceId, chunk))) return;
  await setChunk(tx, issuanceId, chunk, ['SENDING'], 'READY');
  await setRecipients(tx, issuanceId, chunk, ['SENDING'], { status: 'READY' });
}

/** Whether nobody has begun to send this chunk once more: otherwise the result is in the ledger already. */
async function isLatest(tx: Tx, issuanceId: string, { number, attempt }: Chunk): Promise<boolean> {
  const latest = await tx
    .selectFrom('chunk')
    .select('number')
    .where('issuance_id', '=', issuanceId)
    .where('number', '=', number)
    .where('sends', '=', attempt)
    .executeTakeFirst();
  return latest !== undefined;
}

async function setChunk(
  tx: Tx,
  issuanceId: string,
  { number }: Chunk,
  from: readonly ('SENDING' | 'PARKED')[],
  to: 'READY' | 'DONE' | 'PARKED',
): Promise<void> {
  await tx
    .updateTable('chunk')
    .set({ status: to })
    .where('issuance_id', '=', issuanceId)
    .where('number', '=', number)
    .where('status', 'in', from)
    .execute();
}

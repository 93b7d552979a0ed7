import type { Kysely, Transaction } from 'kysely';
import type { Chunk } from '../Ledger.js';
import type { Settlement } from '../settle.js';
import { releaseNaturalKeys } from './naturalKeys.js';
import type { LedgerTables } from './tables.js';

type Tx = Transaction<LedgerTables>;

export async function nextReadyChunk(
  db: Kysely<LedgerTables>,
  issuanceId: string,
): Promise<Chunk | undefined> {
  const chunk = await db
    .selectFrom('chunk')
    .select(['number', 'sends'])
    .where('issuance_id', '=', issuanceId)
    .where('status', '=', 'READY')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  if (!chunk) return undefined;
  const rows = await db
    .selectFrom('recipient')
    .select('pluvo_user_id')
    .distinct()
    .where('issuance_id', '=', issuanceId)
    .where('chunk_number', '=', chunk.number)
    .orderBy('pluvo_user_id')
    .execute();
  return {
    number: chunk.number,
    attempt: chunk.sends + 1,
    pluvoUserIds: rows.flatMap(({ pluvo_user_id: user }) => user ?? []),
  };
}

/** READY → SENDING; false if the chunk is not READY. */
export async function beginSend(tx: Tx, issuanceId: string, chunk: Chunk): Promise<boolean> {
  const begun = await tx
    .updateTable('chunk')
    .set({ status: 'SENDING', sends: chunk.attempt })
    .where('issuance_id', '=', issuanceId)
    .where('number', '=', chunk.number)
    .where('sends', '=', chunk.attempt - 1)
    .where('status', '=', 'READY')
    .returning('number')
    .executeTakeFirst();
  if (!begun) return false;
  await setRecipients(tx, issuanceId, chunk, ['READY'], { status: 'SENDING' });
  return true;
}

/** SENDING → PARKED for every chunk whose sender is gone. */
export async function parkAbandoned(tx: Tx, issuanceId: string): Promise<number> {
  const abandoned = await tx
    .updateTable('chunk')
    .set({ status: 'PARKED' })
    .where('issuance_id', '=', issuanceId)
    .where('status', '=', 'SENDING')
    .returning('number')
    .execute();
  for (const { number } of abandoned) {
    await setRecipients(tx, issuanceId, { number }, ['SENDING'], parked);
  }
  return abandoned.length;
}

const parked = { status: 'PARKED', failure: 'OUTCOME_UNKNOWN' } as const;

/** A fact beats not knowing, however late it comes; it never beats another fact or a person's verdict. */
export async function recordSettlement(
  tx: Tx,
  issuanceId: string,
  chunk: Chunk,
  settlement: Settlement,
): Promise<void> {
  if (!(await isLatest(tx, issuanceId, chunk))) return;
  if (settlement.kind === 'again') {
    await setChunk(tx, issuanceId, chunk, ['SENDING'], 'READY');
    await setRecipients(tx, issuanceId, chunk, ['SENDING'], { status: 'READY' });
    return;
  }
  const { issued, failed, unknown, failure } = settlement;
  const undecided = ['SENDING', 'UNKNOWN', 'PARKED'] as const;
  await setRecipients(
    tx,
    issuanceId,
    chunk,
    undecided,
    { status: 'ISSUED', failure: null },
    issued,
  );
  await setRecipients(tx, issuanceId, chunk, undecided, { status: 'FAILED', failure }, failed);
  await setRecipients(tx, issuanceId, chunk, ['SENDING'], parked, unknown);
  await releaseNaturalKeys(tx, issuanceId, failed);
  const status = unknown.length > 0 ? 'PARKED' : 'DONE';
  await setChunk(tx, issuanceId, chunk, ['SENDING', 'PARKED'], status);
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

type RecipientChange = Partial<Pick<LedgerTables['recipient'], 'status' | 'failure'>>;

/** Changes the recipients of a chunk that are in one of these states: all of them, or only these users. */
async function setRecipients(
  tx: Tx,
  issuanceId: string,
  { number }: Pick<Chunk, 'number'>,
  from: readonly LedgerTables['recipient']['status'][],
  change: RecipientChange,
  users?: readonly string[],
): Promise<void> {
  if (users?.length === 0) return;
  await tx
    .updateTable('recipient')
    .set(change)
    .where('issuance_id', '=', issuanceId)
    .where('chunk_number', '=', number)
    .where('status', 'in', from)
    .where('decided_by', 'is', null)
    .$if(users !== undefined, (query) => query.where('pluvo_user_id', 'in', users ?? []))
    .execute();
}

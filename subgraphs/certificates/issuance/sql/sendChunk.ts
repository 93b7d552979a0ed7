import type { Kysely, Transaction } from 'kysely';
import type { Chunk } from '../Ledger.js';
import { parked, setRecipients } from './setRecipients.js';
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

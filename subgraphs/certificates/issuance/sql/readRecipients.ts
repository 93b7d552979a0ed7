import { sliceOf, type Slice } from '../../../../platform/relay/Slice.js';
import type { Window } from '../../../../platform/relay/windowArguments.js';
import { chunkStatuses, recipientStatus, type PersonStatus } from '../chunk/Chunk.js';
import { positionOf } from '../cursors.js';
import type { RecipientRecord } from '../Ledger.js';
import type { RecipientStatus } from '../states.js';
import { personStatus, recipientRecord } from './rows.js';
import type { Db, StoredStatus } from './tables.js';

/** The recipients of an issuance, each with the status of their chunk. */
export function recipientsInChunks(db: Db, issuanceId: string) {
  return db
    .selectFrom('recipient')
    .leftJoin('chunk', (join) =>
      join
        .onRef('chunk.issuance_id', '=', 'recipient.issuance_id')
        .onRef('chunk.number', '=', 'recipient.chunk_number'),
    )
    .selectAll('recipient')
    .select('chunk.status as chunk_status')
    .where('recipient.issuance_id', '=', issuanceId);
}

/** In the caller's order. */
export async function readRecipients(
  db: Db,
  issuanceId: string,
  window: Window,
  status: RecipientStatus | undefined,
): Promise<Slice<RecipientRecord>> {
  const after = window.after === undefined ? undefined : positionOf(window.after);
  const before = window.before === undefined ? undefined : positionOf(window.before);
  const rows = await recipientsInChunks(db, issuanceId)
    .$if(status !== undefined, (query) => withStatus(query, status ?? 'READY'))
    .$if(after !== undefined, (query) => query.where('position', '>', after ?? 0))
    .$if(before !== undefined, (query) => query.where('position', '<', before ?? 0))
    .orderBy('recipient.position', window.from === 'start' ? 'asc' : 'desc')
    .limit(window.size + 1)
    .execute();
  return sliceOf(rows.map(recipientRecord), window);
}

/** Those whom callers see in this state: it follows from the chunk's while they are open. */
function withStatus(query: ReturnType<typeof recipientsInChunks>, status: RecipientStatus) {
  if (status === 'ISSUED' || status === 'FAILED' || status === 'PARKED')
    return query.where('recipient.status', '=', status);
  const chunks = chunkStatuses.filter((chunk) => recipientStatus('OPEN', chunk) === status);
  return query.where((where) =>
    where.or([
      ...(status === 'READY' ? [where('recipient.status', '=', 'UNRESOLVED')] : []),
      where.and([where('recipient.status', '=', 'OPEN'), where('chunk.status', 'in', chunks)]),
    ]),
  );
}

/** The first of those who were not looked up yet. */
export async function readUnresolved(
  db: Db,
  issuanceId: string,
  limit: number,
): Promise<readonly RecipientRecord[]> {
  const rows = await db
    .selectFrom('recipient')
    .selectAll()
    .where('issuance_id', '=', issuanceId)
    .where('status', '=', 'UNRESOLVED')
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => recipientRecord({ ...row, chunk_status: null }));
}

export async function readUsersWith(
  db: Db,
  issuanceId: string,
  statuses: readonly PersonStatus[],
): Promise<readonly { pluvoUserId: string; status: PersonStatus }[]> {
  const stored: StoredStatus[] = statuses.includes('OPEN')
    ? [...statuses, 'UNRESOLVED']
    : [...statuses];
  const rows = await db
    .selectFrom('recipient')
    .select(['pluvo_user_id', 'status'])
    .where('issuance_id', '=', issuanceId)
    .where('status', 'in', stored)
    .orderBy('position')
    .execute();
  // Two rows of one person have the same status.
  const users = new Map<string, PersonStatus>();
  for (const { pluvo_user_id: pluvoUserId, status } of rows) {
    if (pluvoUserId !== null) users.set(pluvoUserId, personStatus(status));
  }
  return [...users].map(([pluvoUserId, status]) => ({ pluvoUserId, status }));
}

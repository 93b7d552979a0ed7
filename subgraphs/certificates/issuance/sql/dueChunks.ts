import type { Chunk, ChunkStatus } from '../chunk/Chunk.js';
import { readChunks } from './readChunks.js';
import type { Db } from './tables.js';

/** Those that are due for longest first, in each of two parts: whatever is not READY comes before whatever is. */
export async function readDueChunks(
  db: Db,
  issuanceId: string,
  nowMs: number,
  excepted: readonly number[],
  limit: number,
  only?: 'READY',
): Promise<readonly Chunk[]> {
  const due = async (statuses: readonly ChunkStatus[], atMost: number) => {
    if (atMost < 1) return [];
    const rows = await db
      .selectFrom('chunk')
      .select('number')
      .where('issuance_id', '=', issuanceId)
      .where('status', 'in', statuses)
      .where('due_at_ms', '<=', nowMs)
      .$if(excepted.length > 0, (query) => query.where('number', 'not in', excepted))
      .orderBy('due_at_ms')
      .orderBy('number')
      .limit(atMost)
      .execute();
    return rows.map(({ number }) => number);
  };
  const sent = only ? [] : await due(['UNKNOWN', 'RECONCILING', 'DONE'], limit);
  const ready = await due(['READY'], limit - sent.length);
  const numbers = [...sent, ...ready];
  const chunks = new Map(
    (await readChunks(db, issuanceId, numbers)).map(({ chunk }) => [chunk.number, chunk]),
  );
  return numbers.flatMap((number) => chunks.get(number) ?? []);
}

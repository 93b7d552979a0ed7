import { chunkStatuses, recipientStatus, type ChunkStatus } from '../chunk/Chunk.js';
import { countKey, type RecipientCounts } from '../states.js';
import { personStatus } from './rows.js';
import type { Db } from './tables.js';

const underway = chunkStatuses.filter((chunk) => recipientStatus('OPEN', chunk) !== 'READY');
const none: RecipientCounts = { ready: 0, sending: 0, unknown: 0, issued: 0, failed: 0, parked: 0 };

/**
 * How many recipients of each issuance are in each state. It reads all of an index and the few who are under way: no join
 * of a hundred thousand.
 */
export async function countRecipients(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecipientCounts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('recipient')
    .select((select) => [
      'recipient.issuance_id',
      'recipient.status',
      select.lit(null).$castTo<ChunkStatus | null>().as('chunk_status'),
      select.fn.countAll<number>().as('people'),
    ])
    .where('recipient.issuance_id', 'in', ids)
    .groupBy(['recipient.issuance_id', 'recipient.status'])
    .unionAll((from) =>
      from
        .selectFrom('chunk')
        // SQLite takes a cross join in the order in which it is written: from the few chunks.
        .crossJoin('recipient')
        .whereRef('recipient.issuance_id', '=', 'chunk.issuance_id')
        .whereRef('recipient.chunk_number', '=', 'chunk.number')
        .select((select) => [
          'recipient.issuance_id',
          'recipient.status',
          select.ref('chunk.status').$castTo<ChunkStatus | null>().as('chunk_status'),
          select.fn.countAll<number>().as('people'),
        ])
        .where('chunk.issuance_id', 'in', ids)
        .where('chunk.status', 'in', underway)
        .groupBy(['recipient.issuance_id', 'recipient.status', 'chunk.status']),
    )
    .execute();
  const counts = new Map(ids.map((id) => [id, { ...none }]));
  for (const { issuance_id: id, status, chunk_status: chunk, people } of rows) {
    const count = counts.get(id);
    if (!count || (chunk !== null && status !== 'OPEN')) continue;
    count[countKey(recipientStatus(personStatus(status), chunk ?? undefined))] += people;
    // The first part counted them among those who wait.
    if (chunk !== null) count.ready -= people;
  }
  return counts;
}

/** Those of issuances that were forgotten. */
export async function finalCounts(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecipientCounts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('issuance')
    .select(['id', 'final_counts'])
    .where('id', 'in', ids)
    .where('forgotten_at_ms', 'is not', null)
    .execute();
  return new Map(
    // Written by this ledger, from the same type.
    rows.map(({ id, final_counts: json }) => [id, JSON.parse(json ?? '{}') as RecipientCounts]),
  );
}

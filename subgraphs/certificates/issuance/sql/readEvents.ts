import type { Selectable } from 'kysely';
import { sliceOf, type Slice } from '../../../../platform/relay/Slice.js';
import type { Window } from '../../../../platform/relay/windowArguments.js';
import { sequenceOf } from '../cursors.js';
import type { EventRecord } from '../Ledger.js';
import type { Db, EventRow } from './tables.js';

/** The audit trail of an issuance, oldest first. */
export async function readEvents(
  db: Db,
  issuanceId: string,
  window: Window,
): Promise<Slice<EventRecord>> {
  const after = window.after === undefined ? undefined : sequenceOf(window.after);
  const before = window.before === undefined ? undefined : sequenceOf(window.before);
  const rows = await db
    .selectFrom('issuance_event')
    .selectAll()
    .where('issuance_id', '=', issuanceId)
    .$if(after !== undefined, (query) => query.where('sequence', '>', after ?? 0))
    .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
    .orderBy('sequence', window.from === 'start' ? 'asc' : 'desc')
    .limit(window.size + 1)
    .execute();
  return sliceOf(rows.map(eventRecord), window);
}

export async function countEvents(db: Db, issuanceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('issuance_event')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('issuance_id', '=', issuanceId)
    .executeTakeFirstOrThrow();
  return count;
}

function eventRecord(row: Selectable<EventRow>): EventRecord {
  return {
    sequence: row.sequence,
    atMs: row.at_ms,
    chunkNumber: row.chunk_number ?? undefined,
    kind: row.kind,
    ...(row.attempt !== null && { attempt: row.attempt }),
    // Written by this ledger, from the same type.
    ...(row.pluvo_user_ids !== null && {
      pluvoUserIds: JSON.parse(row.pluvo_user_ids) as string[],
    }),
    ...(row.detail !== null && { detail: row.detail }),
  };
}

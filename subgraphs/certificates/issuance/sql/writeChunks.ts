import type { Chunk } from '../chunk/Chunk.js';
import { givenRows } from './givenRows.js';
import type { ChunkRow, Tx } from './tables.js';

const facts = {
  number: 'integer',
  status: 'text',
  attempt: 'integer',
  sending_id: 'text',
  send_by_ms: 'bigint',
  due_at_ms: 'bigint',
  resends: 'integer',
  looks: 'integer',
} as const;

/**
 * Writes chunks, new ones and old ones, but not their people. As an insert that turns into an update: both engines then
 * find the rows by their key, whatever they believe about the tables.
 */
export async function writeChunks(
  tx: Tx,
  issuanceId: string,
  chunks: readonly Omit<Chunk, 'people'>[],
): Promise<void> {
  if (chunks.length === 0) return;
  const rows = chunks.map((chunk): Omit<ChunkRow, 'issuance_id'> => ({
    number: chunk.number,
    status: chunk.status,
    attempt: chunk.attempt,
    sending_id: chunk.sendingId ?? null,
    send_by_ms: chunk.sendByMs,
    due_at_ms: chunk.dueAtMs ?? null,
    resends: chunk.resends,
    looks: chunk.looks,
  }));
  await tx
    .insertInto('chunk')
    .columns([
      ...(['issuance_id', 'number', 'status', 'attempt', 'sending_id'] as const),
      ...(['send_by_ms', 'due_at_ms', 'resends', 'looks'] as const),
    ])
    .expression((from) =>
      from
        .selectFrom(givenRows(rows, facts))
        .select((select) => select.cast<string>(select.val(issuanceId), 'text').as('issuance_id'))
        .select(['number', 'status', 'attempt', 'sending_id'])
        .select(['send_by_ms', 'due_at_ms', 'resends', 'looks'])
        // SQLite takes ON CONFLICT after SELECT only behind a WHERE.
        .where('number', 'is not', null),
    )
    .onConflict((conflict) =>
      conflict.columns(['issuance_id', 'number']).doUpdateSet((set) => ({
        status: set.ref('excluded.status'),
        attempt: set.ref('excluded.attempt'),
        sending_id: set.ref('excluded.sending_id'),
        send_by_ms: set.ref('excluded.send_by_ms'),
        due_at_ms: set.ref('excluded.due_at_ms'),
        resends: set.ref('excluded.resends'),
        looks: set.ref('excluded.looks'),
      })),
    )
    .execute();
}

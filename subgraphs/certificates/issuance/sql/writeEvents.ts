import type { ChunkEvent } from '../chunk/Chunk.js';
import { givenRows } from './givenRows.js';
import type { EventRow, Tx } from './tables.js';

export type NewEvent = ChunkEvent & { readonly chunkNumber?: number };

const detailLimit = 1_000;

/** Adds lines to the audit trail of an issuance. In its turn only: their numbers follow the last one. */
export async function writeEvents(
  tx: Tx,
  issuanceId: string,
  events: readonly NewEvent[],
  nowMs: number,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, index): Omit<EventRow, 'issuance_id' | 'at_ms'> => ({
    sequence: index + 1,
    chunk_number: event.chunkNumber ?? null,
    kind: event.kind,
    attempt: event.attempt ?? null,
    pluvo_user_ids: event.pluvoUserIds ? JSON.stringify(event.pluvoUserIds) : null,
    detail: event.detail === undefined ? null : storable(event.detail),
  }));
  const given = givenRows(rows, {
    sequence: 'integer',
    chunk_number: 'integer',
    kind: 'text',
    attempt: 'integer',
    pluvo_user_ids: 'text',
    detail: 'text',
  });
  await tx
    .insertInto('issuance_event')
    .columns([
      ...(['issuance_id', 'at_ms', 'sequence', 'chunk_number', 'kind', 'attempt'] as const),
      ...(['pluvo_user_ids', 'detail'] as const),
    ])
    .expression((from) =>
      from
        .selectFrom([
          given,
          from
            .selectFrom('issuance_event')
            .select((last) => last.fn.max('sequence').as('sequence'))
            .where('issuance_id', '=', issuanceId)
            .as('last'),
        ])
        .select((select) => [
          select.cast<string>(select.val(issuanceId), 'text').as('issuance_id'),
          select.cast<number>(select.val(nowMs), 'bigint').as('at_ms'),
          select(
            select.fn.coalesce('last.sequence', select.lit(0)),
            '+',
            select.ref('given.sequence'),
          ).as('sequence'),
          'given.chunk_number',
          'given.kind',
          'given.attempt',
          'given.pluvo_user_ids',
          'given.detail',
        ]),
    )
    .execute();
}

/** Text from outside as PostgreSQL takes it: no null characters, no halves of characters; and not without end. */
export function storable(text: string): string {
  return text
    .slice(0, detailLimit)
    .replaceAll('\0', '')
    .replaceAll(/\p{Cs}/gu, '\u{fffd}');
}

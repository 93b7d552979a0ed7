import type { Selectable } from 'kysely';
import type { Chunk, Person } from '../chunk/Chunk.js';
import { failureCode, personStatus } from './rows.js';
import type { ChunkRow, Db } from './tables.js';

/** A chunk, and where the recipients behind its people are: somebody behind two addresses is one person. */
export interface StoredChunk {
  readonly chunk: Chunk;
  readonly positions: ReadonlyMap<string, readonly number[]>;
}

/** These chunks of an issuance, in order. */
export async function readChunks(
  db: Db,
  issuanceId: string,
  numbers: readonly number[],
): Promise<readonly StoredChunk[]> {
  if (numbers.length === 0) return [];
  const rows = await db
    .selectFrom('chunk')
    .leftJoin('recipient', (join) =>
      join
        .onRef('recipient.issuance_id', '=', 'chunk.issuance_id')
        .onRef('recipient.chunk_number', '=', 'chunk.number'),
    )
    .selectAll('chunk')
    .select(['position', 'pluvo_user_id', 'recipient.status as person_status', 'failure'])
    .select(['issued_in_attempt', 'portfolio_item_id'])
    .where('chunk.issuance_id', '=', issuanceId)
    .where('chunk.number', 'in', numbers)
    .orderBy('chunk.number')
    .orderBy('recipient.position')
    .execute();
  const chunks = new Map<number, ChunkRows>();
  for (const row of rows) {
    const chunk: ChunkRows = chunks.get(row.number) ?? {
      row,
      people: new Map<string, Person>(),
      positions: new Map<string, readonly number[]>(),
    };
    chunks.set(row.number, chunk);
    const { pluvo_user_id: pluvoUserId, person_status: status, position } = row;
    if (pluvoUserId === null || status === null || position === null) continue;
    chunk.people.set(pluvoUserId, {
      pluvoUserId,
      status: personStatus(status),
      failure: failureCode(row.failure),
      issuedInAttempt: row.issued_in_attempt ?? undefined,
      portfolioItemId: row.portfolio_item_id ?? undefined,
    });
    chunk.positions.set(pluvoUserId, [...(chunk.positions.get(pluvoUserId) ?? []), position]);
  }
  return [...chunks.values()].map(storedChunk);
}

interface ChunkRows {
  readonly row: Selectable<ChunkRow>;
  readonly people: Map<string, Person>;
  readonly positions: Map<string, readonly number[]>;
}

function storedChunk({ row, people, positions }: ChunkRows): StoredChunk {
  const chunk: Chunk = {
    number: row.number,
    status: row.status,
    attempt: row.attempt,
    sendingId: row.sending_id ?? undefined,
    sendByMs: row.send_by_ms,
    dueAtMs: row.due_at_ms ?? undefined,
    resends: row.resends,
    looks: row.looks,
    people: [...people.values()],
  };
  return { chunk, positions };
}

import { isDeepStrictEqual } from 'node:util';
import type { Change, Chunk, Person } from '../chunk/Chunk.js';
import type { IssuanceRecord } from '../Ledger.js';
import { finishIfDone } from './finishIfDone.js';
import { keepNaturalKeys, releaseNaturalKeys } from './naturalKeys.js';
import type { StoredChunk } from './readChunks.js';
import type { Tx } from './tables.js';
import { writeChunks } from './writeChunks.js';
import { storable, writeEvents } from './writeEvents.js';
import { writeRecipients, type Written } from './writeRecipients.js';

export interface ChunkChange extends Change {
  readonly before: StoredChunk;
}

interface PersonChange {
  readonly before: Person | undefined;
  readonly after: Person;
  readonly positions: readonly number[];
}

/** Writes what facts made of some chunks of an issuance, and ends it if nobody of it is open then. In its turn only. */
export async function applyChanges(
  tx: Tx,
  issuance: IssuanceRecord,
  changes: readonly ChunkChange[],
  nowMs: number,
): Promise<void> {
  await writeChanges(tx, issuance, changes, nowMs);
  const isDecided = changes.every(({ chunk }) =>
    chunk.people.every(({ status }) => status !== 'OPEN'),
  );
  if (isDecided && changes.some((change) => peopleChanged(change).length > 0))
    await finishIfDone(tx, issuance, nowMs);
}

/**
 * Writes changed chunks and what follows from them, but for the end: natural keys, events, when the issuance is due. One
 * statement for each table, however many chunks and people changed.
 */
export async function writeChanges(
  tx: Tx,
  issuance: IssuanceRecord,
  changes: readonly ChunkChange[],
  nowMs: number,
): Promise<void> {
  const chunks = changes.flatMap(({ before, chunk }) => (isSame(before.chunk, chunk) ? [] : chunk));
  const people = changes.flatMap(peopleChanged);
  await writeChunks(tx, issuance.id, chunks);
  await writeRecipients(tx, issuance.id, standing, people.flatMap(standings));
  await writeNaturalKeys(tx, issuance, people);
  const events = changes.flatMap(({ chunk, events }) =>
    events.map((event) => ({ ...event, chunkNumber: chunk.number })),
  );
  await writeEvents(tx, issuance.id, events, nowMs);
  await becomeDue(tx, issuance, chunks);
}

function isSame(before: Chunk, after: Chunk): boolean {
  return isDeepStrictEqual({ ...before, people: [] }, { ...after, people: [] });
}

function peopleChanged({ before, chunk }: ChunkChange): readonly PersonChange[] {
  const were = new Map(before.chunk.people.map((person) => [person.pluvoUserId, person]));
  return chunk.people.flatMap((after) => {
    const was = were.get(after.pluvoUserId);
    const positions = before.positions.get(after.pluvoUserId) ?? [];
    return was === after ? [] : { before: was, after, positions };
  });
}

const standing = ['failure', 'issued_in_attempt', 'portfolio_item_id'] as const;

/** Every address of a person changes with them. */
function standings({
  after,
  positions,
}: PersonChange): readonly Written<(typeof standing)[number]>[] {
  return positions.map((position) => ({
    position,
    status: after.status,
    failure: after.failure ?? null,
    issued_in_attempt: after.issuedInAttempt ?? null,
    portfolio_item_id: after.portfolioItemId === undefined ? null : storable(after.portfolioItemId),
  }));
}

/** Takes before it gives: whoever waits for a key of ours then never holds one that we still wait for. */
async function writeNaturalKeys(
  tx: Tx,
  issuance: IssuanceRecord,
  people: readonly PersonChange[],
): Promise<void> {
  const wasFailed = ({ before }: PersonChange) => before?.status === 'FAILED';
  const isFailed = ({ after }: PersonChange) => after.status === 'FAILED';
  const userOf = ({ after }: PersonChange) => after.pluvoUserId;
  const back = people.filter((person) => wasFailed(person) && !isFailed(person));
  const gone = people.filter((person) => !wasFailed(person) && isFailed(person));
  await keepNaturalKeys(tx, issuance, back.map(userOf));
  await releaseNaturalKeys(tx, issuance.id, gone.map(userOf));
}

/** Somebody has to come for an issuance as soon as for its chunks, also when it has ended. */
async function becomeDue(
  tx: Tx,
  issuance: IssuanceRecord,
  chunks: readonly Chunk[],
): Promise<void> {
  const dueAtMs = Math.min(...chunks.map((chunk) => chunk.dueAtMs ?? Infinity));
  if (dueAtMs >= (issuance.dueAtMs ?? Infinity)) return;
  await tx
    .updateTable('issuance')
    .set({ due_at_ms: dueAtMs })
    .where('id', '=', issuance.id)
    .execute();
}

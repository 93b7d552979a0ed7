import { openPeople, type Change, type Chunk } from './Chunk.js';
import { nextLookAtMs, type Rules } from './rules.js';

/** DONE when nobody is open any more. */
export function closeIfDone({ chunk, events }: Change, rules: Rules, nowMs: number): Change {
  if (chunk.status === 'DONE' || openPeople(chunk).length > 0) return { chunk, events };
  return { chunk: { ...chunk, status: 'DONE', dueAtMs: lookAtMs(chunk, rules, nowMs) }, events };
}

/** When to look next at a chunk that is done: only if it was sent once more, or somebody is parked. */
export function lookAtMs(chunk: Chunk, rules: Rules, nowMs: number): number | undefined {
  const isWatched = chunk.resends > 0 || chunk.people.some(({ status }) => status === 'PARKED');
  return isWatched ? nextLookAtMs(chunk.looks, nowMs, rules) : undefined;
}

import { openPeople, unchanged, type Change, type Chunk } from './Chunk.js';
import { closeIfDone } from './closeIfDone.js';
import type { Rules } from './rules.js';

/** Whoever waits to be sent is not sent any more. What is on its way, or unknown, goes on to its end. */
export function cancel(chunk: Chunk, rules: Rules, nowMs: number): Change {
  const users = openPeople(chunk);
  if (chunk.status !== 'READY' || users.length === 0) return unchanged(chunk);
  const people = chunk.people.map((person) =>
    person.status === 'OPEN'
      ? { ...person, status: 'FAILED' as const, failure: 'CANCELLED' as const }
      : person,
  );
  const event = { kind: 'CANCELLED', pluvoUserIds: users } as const;
  return closeIfDone({ chunk: { ...chunk, people }, events: [event] }, rules, nowMs);
}

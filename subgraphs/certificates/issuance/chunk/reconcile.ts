import { unchanged, type Change, type Chunk, type ChunkEvent, type Person } from './Chunk.js';
import { closeIfDone, lookAtMs } from './closeIfDone.js';
import type { Sighting } from './recognise.js';
import type { Rules } from './rules.js';

/** What the portfolios say, by Pluvo user id. Nothing is known about who is not in it. */
export type Sightings = ReadonlyMap<string, Sighting>;

/**
 * What the portfolios say after the quarantine about people whose outcome is unknown. Who is there has the certificate.
 * Who is not there at the second look, a list-lag after the first, was not issued to: sent again, or parked. Who cannot
 * be told apart is parked.
 * @param seenFor the chunk as it was when the reading began
 */
export function reconcile(
  chunk: Chunk,
  seenFor: Pick<Chunk, 'sendingId' | 'status'>,
  sightings: Sightings,
  { rules, isCancelled, nowMs }: { rules: Rules; isCancelled: boolean; nowMs: number },
): Change {
  const isStill = chunk.sendingId === seenFor.sendingId && chunk.status === seenFor.status;
  if (!isStill || (chunk.status !== 'UNKNOWN' && chunk.status !== 'RECONCILING'))
    return unchanged(chunk);
  const found = takeFound(chunk, sightings, 'OPEN');
  const parted = park(found, isAmbiguous(sightings));
  const rest = parted.chunk.people.filter(({ status }) => status === 'OPEN');
  if (rest.length === 0) return closeIfDone(parted, rules, nowMs);
  const absent = rest.map(({ pluvoUserId }) => pluvoUserId);
  const seen = absent.filter((user) => sightings.has(user));
  const isWhole = seen.length === absent.length;
  if (chunk.status === 'UNKNOWN' || !isWhole) {
    // Only a look that saw everybody counts as one of the two.
    const status = isWhole ? 'RECONCILING' : chunk.status;
    const event = { kind: 'ABSENT', attempt: chunk.attempt, pluvoUserIds: seen } as const;
    return {
      chunk: { ...parted.chunk, status, dueAtMs: nowMs + rules.listLagMs },
      events: seen.length > 0 ? [...parted.events, event] : parted.events,
    };
  }
  // Not sending it again needs no proof of absence, saying that it was not issued does: PARK believes in none.
  if (rules.whenAbsent === 'PARK') return closeIfDone(park(parted), rules, nowMs);
  if (isCancelled) return closeIfDone(giveUp(parted), rules, nowMs);
  return {
    chunk: { ...parted.chunk, status: 'READY', dueAtMs: nowMs, resends: chunk.resends + 1 },
    events: [...parted.events, { kind: 'RESEND', attempt: chunk.attempt, pluvoUserIds: absent }],
  };
}

/**
 * One more look when everything is done: whoever is parked may be found, and if an assumption was wrong, somebody may
 * have two certificates.
 */
export function lookAgain(chunk: Chunk, sightings: Sightings, rules: Rules, nowMs: number): Change {
  if (chunk.status !== 'DONE' || chunk.dueAtMs === undefined) return unchanged(chunk);
  const { chunk: seen, events } = takeFound(chunk, sightings, 'PARKED');
  const looked = { ...seen, looks: chunk.looks + 1 };
  return { chunk: { ...looked, dueAtMs: lookAtMs(looked, rules, nowMs) }, events };
}

function takeFound(chunk: Chunk, sightings: Sightings, from: 'OPEN' | 'PARKED'): Change {
  const found: string[] = [];
  const twice: string[] = [];
  const people = chunk.people.map((person): Person => {
    const sighting = sightings.get(person.pluvoUserId);
    if (sighting?.kind !== 'PRESENT') return person;
    const { portfolioItemId, isDuplicate } = sighting;
    if (isDuplicate && person.status !== 'FAILED') twice.push(person.pluvoUserId);
    if (person.status !== from) return person;
    found.push(person.pluvoUserId);
    return { ...person, status: 'ISSUED', failure: undefined, portfolioItemId };
  });
  const { attempt } = chunk;
  const events: ChunkEvent[] = [];
  if (found.length > 0) events.push({ kind: 'FOUND', attempt, pluvoUserIds: found });
  if (twice.length > 0) {
    const detail = 'the portfolio holds more than one';
    events.push({ kind: 'DUPLICATE_DETECTED', attempt, pluvoUserIds: twice, detail });
  }
  return { chunk: { ...chunk, people }, events };
}

const everybody = () => true;

function isAmbiguous(sightings: Sightings) {
  return ({ pluvoUserId }: Person) => sightings.get(pluvoUserId)?.kind === 'AMBIGUOUS';
}

function park(
  { chunk, events }: Change,
  isParked: (person: Person) => boolean = everybody,
): Change {
  return decideOpen({ chunk, events }, 'PARKED', isParked, {
    status: 'PARKED',
    failure: 'OUTCOME_UNKNOWN',
  });
}

function giveUp(change: Change): Change {
  return decideOpen(change, 'CANCELLED', everybody, { status: 'FAILED', failure: 'CANCELLED' });
}

function decideOpen(
  { chunk, events }: Change,
  kind: ChunkEvent['kind'],
  isMeant: (person: Person) => boolean,
  decided: Pick<Person, 'status' | 'failure'>,
): Change {
  const isDecided = (person: Person) => person.status === 'OPEN' && isMeant(person);
  const pluvoUserIds = chunk.people.filter(isDecided).map(({ pluvoUserId }) => pluvoUserId);
  if (pluvoUserIds.length === 0) return { chunk, events };
  const people = chunk.people.map((person) =>
    isDecided(person) ? { ...person, ...decided } : person,
  );
  return {
    chunk: { ...chunk, people },
    events: [...events, { kind, attempt: chunk.attempt, pluvoUserIds }],
  };
}

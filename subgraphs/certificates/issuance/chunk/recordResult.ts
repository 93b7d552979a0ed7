import type { Settlement } from '../settle.js';
import {
  openPeople,
  unchanged,
  type Change,
  type Chunk,
  type ChunkEvent,
  type Person,
  type Sending,
} from './Chunk.js';
import { closeIfDone } from './closeIfDone.js';
import { quarantineEndMs, type Rules } from './rules.js';
import { notSent } from './send.js';

/**
 * What came of one sending, however late it comes and from whomever, also twice. A fact beats not knowing; Pluvo's word
 * that it issued beats everything, since that certificate is there; any other word counts only about the latest sending,
 * and never against a fact.
 */
export function recordResult(
  chunk: Chunk,
  sending: Sending,
  settlement: Settlement,
  rules: Rules,
  nowMs: number,
): Change {
  if (settlement.kind === 'again') return notSent(chunk, sending, settlement.reason, nowMs);
  const { attempt } = sending;
  const issued = takeIssued(chunk, attempt, settlement.issued);
  if (sending.id !== chunk.sendingId) return closeIfDone(issued, rules, nowMs);
  const failed = takeFailed(issued, attempt, settlement);
  return closeIfDone(takeUnknown(failed, attempt, settlement, rules), rules, nowMs);
}

function takeIssued(chunk: Chunk, attempt: number, users: readonly string[]): Change {
  const named = new Set(users);
  const isNamed = ({ pluvoUserId }: Person) => named.has(pluvoUserId);
  const again = chunk.people.filter(
    (person) =>
      isNamed(person) &&
      person.status === 'ISSUED' &&
      person.issuedInAttempt !== undefined &&
      person.issuedInAttempt !== attempt,
  );
  const now = chunk.people.filter((person) => isNamed(person) && person.status !== 'ISSUED');
  if (now.length + again.length === 0) return unchanged(chunk);
  const people = chunk.people.map((person) =>
    isNamed(person) && person.status !== 'ISSUED'
      ? { ...person, status: 'ISSUED' as const, failure: undefined, issuedInAttempt: attempt }
      : person,
  );
  return {
    chunk: { ...chunk, people },
    events: [
      ...aboutSome('SETTLED', attempt, now, 'issued'),
      ...aboutSome('DUPLICATE_DETECTED', attempt, again, 'two sendings have issued'),
    ],
  };
}

function takeFailed(
  { chunk, events }: Change,
  attempt: number,
  { failed, failure }: Extract<Settlement, { kind: 'settled' }>,
): Change {
  const named = new Set(failed);
  const isFailing = ({ pluvoUserId, status }: Person) =>
    named.has(pluvoUserId) && (status === 'OPEN' || status === 'PARKED');
  const failing = chunk.people.filter(isFailing);
  const people = chunk.people.map((person) =>
    isFailing(person) ? { ...person, status: 'FAILED' as const, failure } : person,
  );
  return {
    chunk: { ...chunk, people },
    events: [...events, ...aboutSome('SETTLED', attempt, failing, failure)],
  };
}

function takeUnknown(
  { chunk, events }: Change,
  attempt: number,
  { alarm, unknown }: Extract<Settlement, { kind: 'settled' }>,
  rules: Rules,
): Change {
  if (chunk.status !== 'SENDING' || openPeople(chunk).length === 0) return { chunk, events };
  return {
    chunk: { ...chunk, status: 'UNKNOWN', dueAtMs: quarantineEndMs(chunk.sendByMs, rules) },
    events: [
      ...events,
      ...(alarm ? [{ kind: 'ALARM', attempt, detail: alarm } as const] : []),
      { kind: 'OUTCOME_UNKNOWN', attempt, pluvoUserIds: unknown },
    ],
  };
}

function aboutSome(
  kind: ChunkEvent['kind'],
  attempt: number,
  people: readonly Person[],
  detail: string,
): readonly ChunkEvent[] {
  if (people.length === 0) return [];
  return [{ kind, attempt, pluvoUserIds: people.map(({ pluvoUserId }) => pluvoUserId), detail }];
}

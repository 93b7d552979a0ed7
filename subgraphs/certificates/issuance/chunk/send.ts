import { quarantineEndMs, type Rules } from './rules.js';
import { openPeople, type Change, type Chunk, type Sending } from './Chunk.js';

/**
 * READY → SENDING: the intent. Undefined if this is not the sending that is next, or the people it would be sent for are
 * not those who wait by now: somebody's late answer may have come since the call was made up.
 */
export function beginSend(
  chunk: Chunk,
  { id, attempt }: Sending,
  pluvoUserIds: readonly string[],
  sendByMs: number,
): Change | undefined {
  if (chunk.status !== 'READY' || chunk.attempt !== attempt - 1) return undefined;
  const open = new Set(openPeople(chunk));
  const isForThem = open.size === pluvoUserIds.length && pluvoUserIds.every((id) => open.has(id));
  if (!isForThem || open.size === 0) return undefined;
  return {
    chunk: { ...chunk, status: 'SENDING', attempt, sendingId: id, sendByMs, dueAtMs: undefined },
    events: [{ kind: 'SENDING', attempt }],
  };
}

/**
 * Back to READY: under this sending not one byte went out, or Pluvo refused before it executed anything. Also when the
 * outcome was believed to be unknown; never when a later sending has begun.
 */
export function notSent(
  chunk: Chunk,
  { id, attempt }: Sending,
  reason: string,
  nowMs: number,
): Change {
  const isUndone =
    chunk.sendingId === id && chunk.status !== 'READY' && openPeople(chunk).length > 0;
  if (!isUndone) return { chunk, events: [] };
  return {
    chunk: { ...chunk, status: 'READY', dueAtMs: nowMs },
    events: [{ kind: 'NOT_SENT', attempt, detail: reason }],
  };
}

/**
 * SENDING → UNKNOWN: whoever sent it is gone. The quarantine begins now, should the clocks disagree about what is later:
 * then the one who sent it may be there after all.
 */
export function abandon(chunk: Chunk, rules: Rules, nowMs: number): Change {
  if (chunk.status !== 'SENDING') return { chunk, events: [] };
  const dueAtMs = quarantineEndMs(Math.max(chunk.sendByMs, nowMs), rules);
  return {
    chunk: { ...chunk, status: 'UNKNOWN', dueAtMs },
    events: [{ kind: 'OUTCOME_UNKNOWN', attempt: chunk.attempt, detail: 'its sender is gone' }],
  };
}

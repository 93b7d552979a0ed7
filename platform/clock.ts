import { setTimeout as delay } from 'node:timers/promises';

/** Where a component gets the time: injected, so that a test can move it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. May jump; for dates and records. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start. Never jumps; for deadlines and durations. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Waits; resolves early, without an error, when the signal is aborted. Injected, so that a test need not wait. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<void>;

export const systemSleep: Sleep = (durationMs, signal) =>
  delay(durationMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);

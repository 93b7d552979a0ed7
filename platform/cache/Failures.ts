import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';

/** After a failed fetch this process does not refresh the value for so long. */
const coolDownMs = 1_000;

/** Keys whose last fetch failed, bounded in how many. */
export class Failures {
  readonly #clock: Clock;
  /** When they failed: since 1970, to be compared with values of other processes, and on the monotonic clock. */
  readonly #atMs = new LRUCache<string, { readonly nowMs: number; readonly monotonicMs: number }>({
    max: 10_000,
  });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(key: string): void {
    const [nowMs, monotonicMs] = [this.#clock.nowMs(), this.#clock.monotonicMs()];
    this.#atMs.set(key, { nowMs, monotonicMs });
  }

  /** Whether it failed after somebody had fetched this. */
  hasSince(key: string, fetchedAtMs: number): boolean {
    return (this.#atMs.get(key)?.nowMs ?? -Infinity) > fetchedAtMs;
  }

  /** Whether it failed only just now. */
  isCooling(key: string): boolean {
    const failedAtMs = this.#atMs.get(key)?.monotonicMs ?? -Infinity;
    return this.#clock.monotonicMs() < failedAtMs + coolDownMs;
  }
}

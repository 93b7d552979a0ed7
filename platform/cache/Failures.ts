import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';

/** After a failed fetch this process does not refresh the value for so long. */
const coolDownMs = 1_000;

/** Keys whose last fetch failed, bounded in how many. */
export class Failures {
  readonly #clock: Clock;
  /** With the time until which they are left alone. */
  readonly #untilMs = new LRUCache<string, number>({ max: 10_000 });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(key: string): void {
    this.#untilMs.set(key, this.#clock.monotonicMs() + coolDownMs);
  }

  forget(key: string): void {
    this.#untilMs.delete(key);
  }

  has(key: string): boolean {
    return this.#untilMs.has(key);
  }

  /** Whether it failed only just now. */
  isCooling(key: string): boolean {
    return this.#clock.monotonicMs() < (this.#untilMs.get(key) ?? 0);
  }
}

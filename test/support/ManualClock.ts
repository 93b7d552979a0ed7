import type { Clock } from '../../platform/clock.js';

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #elapsedMs = 0;
  readonly #startMs: number;

  constructor(startIso = '2026-01-15T09:00:00Z') {
    this.#startMs = Date.parse(startIso);
  }

  nowMs(): number {
    return this.#startMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  advance(byMs: number): void {
    this.#elapsedMs += byMs;
  }
}

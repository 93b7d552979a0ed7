import type { Clock } from '../../platform/clock.js';

/** Retries a process may always make in a window: one caller's retries are no storm. */
const least = 10;
/** Of the calls of a window: when Pluvo struggles, retries must not make its load twice or three times as high. */
const share = 0.1;
const windowMs = 10_000;

interface Window {
  readonly number: number;
  readonly calls: number;
  readonly retries: number;
}

/** Bounds how many reads a process tries again, over this window of time and the one before. */
export class RetryBudget {
  readonly #clock: Clock;
  #before: Window = { number: -2, calls: 0, retries: 0 };
  #now: Window = { number: -1, calls: 0, retries: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  countCall(): void {
    this.#turn();
    this.#now = { ...this.#now, calls: this.#now.calls + 1 };
  }

  /** Whether one more call may be tried again; it is counted then. */
  take(): boolean {
    this.#turn();
    const calls = this.#before.calls + this.#now.calls;
    if (this.#before.retries + this.#now.retries >= least + share * calls) return false;
    this.#now = { ...this.#now, retries: this.#now.retries + 1 };
    return true;
  }

  #turn(): void {
    const number = Math.floor(this.#clock.monotonicMs() / windowMs);
    if (number === this.#now.number) return;
    const empty = { number: number - 1, calls: 0, retries: 0 };
    this.#before = number === this.#now.number + 1 ? this.#now : empty;
    this.#now = { ...empty, number };
  }
}

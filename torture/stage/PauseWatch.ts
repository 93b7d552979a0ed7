import { fetch } from 'undici';
import { rest } from '../rest.js';

const everyMs = 100;

/**
 * Measures how long the sandbox, or this process, stood still at most: both are on the way of every request to Pluvo, so
 * their pauses are delays that nobody asked for.
 */
export class PauseWatch {
  readonly #ending = new AbortController();
  readonly #watching: Promise<void>;
  #longestMs = 0;

  constructor(sandboxUrl: string) {
    this.#watching = this.#watch(`${sandboxUrl}/health/live`);
  }

  /** Ends it. In milliseconds. */
  async longestMs(): Promise<number> {
    this.#ending.abort();
    await this.#watching;
    return Math.round(this.#longestMs);
  }

  async #watch(url: string): Promise<void> {
    while (await rest(everyMs, this.#ending.signal)) {
      const askedAtMs = performance.now();
      await (await fetch(url)).text();
      this.#longestMs = Math.max(this.#longestMs, performance.now() - askedAtMs);
    }
  }
}

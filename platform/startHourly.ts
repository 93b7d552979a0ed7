import type { Sleep } from './clock.js';
import type { Running } from './lifecycle.js';

export interface HourlyOptions {
  /** Done again an hour later if it rejects. Aborted, it ends as soon as it has finished what is under way. */
  work(this: void, signal: AbortSignal): Promise<void>;
  onFailed(this: void, error: unknown): void;
  readonly sleep: Sleep;
  /** From 0 to below 1. */
  readonly random: () => number;
}

const hourMs = 3_600_000;

/**
 * Does something about once an hour, for the first time within minutes: processes that live for less than an hour do it,
 * too. Each replica does at times of its own. Stopping waits for what is under way.
 */
export function startHourly({ work, onFailed, sleep, random }: HourlyOptions): Running {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = (async () => {
    await sleep(random() * 0.1 * hourMs, signal);
    while (!signal.aborted) {
      await work(signal).catch(onFailed);
      await sleep((0.5 + random()) * hourMs, signal);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

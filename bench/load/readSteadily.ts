import { setTimeout as delay } from 'node:timers/promises';
import type { PageAnswer } from './PageReader.js';

/** One read of a steady stream. */
export interface Reading {
  readonly latencyMs: number;
  /** When what it brought was fetched from upstream, in milliseconds since 1970; undefined if the answer does not say. */
  readonly fetchedAtMs: number | undefined;
  readonly isStale: boolean;
  /** Why it failed. */
  readonly failure: string | undefined;
}

/**
 * Begins a read every so often, whether or not those before have ended, as independent callers do; resolves when
 * all have ended.
 * @param goesOn is asked before each read
 */
export async function readSteadily(options: {
  everyMs: number;
  goesOn: (readings: readonly Reading[]) => boolean;
  read: (index: number) => Promise<PageAnswer>;
}): Promise<readonly Reading[]> {
  const { everyMs, goesOn, read } = options;
  const readings: Reading[] = [];
  const underWay: Promise<void>[] = [];
  const startedMs = performance.now();
  while (goesOn(readings)) {
    const dueMs = startedMs + underWay.length * everyMs;
    const early = dueMs - performance.now();
    if (early > 0) await delay(early);
    underWay.push(
      timed(() => read(underWay.length)).then((reading) => {
        readings.push(reading);
      }),
    );
  }
  await Promise.all(underWay);
  return readings;
}

async function timed(read: () => Promise<PageAnswer>): Promise<Reading> {
  const startedMs = performance.now();
  try {
    const { extensions } = await read();
    const { freshness } = extensions ?? {};
    return {
      latencyMs: performance.now() - startedMs,
      fetchedAtMs: freshness?.ageMs === undefined ? undefined : Date.now() - freshness.ageMs,
      isStale: (freshness?.stale.length ?? 0) > 0,
      failure: undefined,
    };
  } catch (error) {
    const latencyMs = performance.now() - startedMs;
    return { latencyMs, fetchedAtMs: undefined, isStale: false, failure: String(error) };
  }
}

const maxPauseMs = 60_000;

/** 250 ms, twice as long after every failure in a row, at most a minute. */
export function pauseAfter(failures: number): number {
  return Math.min(250 * 2 ** Math.min(failures, 16), maxPauseMs);
}

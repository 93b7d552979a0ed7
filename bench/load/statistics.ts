/** The middle value; of an even number of values, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** The smallest value that this share (above 0, up to 1) of all values does not exceed. NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

/** How many groups instants make, if those that follow each other within `gapMs` belong together. */
export function countGroups(instantsMs: Iterable<number>, gapMs: number): number {
  const sorted = [...instantsMs].sort((a, b) => a - b);
  return sorted.filter((instant, index) => instant - (sorted[index - 1] ?? -Infinity) > gapMs)
    .length;
}

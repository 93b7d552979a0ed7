/** How a limit that Pluvo does not publish is learned (additive increase, multiplicative decrease). */
export const rules = {
  /** The rate never falls below it: with less, nobody would notice that the limit is over. */
  leastRatePerS: 2,
  /** The calls of one second may come at once, but at least so many. */
  leastBurst: 4,
  /** A burst of 429 is one event: the rate is halved once in so long. */
  eventMs: 1_000,
  /** After each such time without a 429 the rate rises by `raiseShare` of the highest one. */
  cleanMs: 5_000,
  raiseShare: 0.1,
  /** The pause after a 429 that does not say how long; doubled with each further event, up to the longest. */
  firstPauseMs: 250,
  longestPauseMs: 30_000,
  /** After so long without a 429 such pauses begin with the first again. */
  calmMs: 10_000,
  /** A longer Retry-After is not believed: after so long it is tried. */
  longestAskedPauseMs: 3_600_000,
} as const;

/** The generations that a fleet shares, for whoever keeps something made of what was read under them. */
export interface Generations {
  /**
   * The current generation of each tag, in their order.
   * @throws Error if it cannot be told: then nothing is known to be good.
   */
  generations(tags: readonly string[]): Promise<readonly string[]>;
  /** Calls with the tags of every bump by any process; only while the channel is up, see `onChannel`. */
  onBump(listener: (tags: readonly string[]) => void): void;
  /** Calls when bumps begin to arrive (true) and when they may be missed from now on (false), and at once with how it is. */
  onChannel(listener: (isUp: boolean) => void): void;
}

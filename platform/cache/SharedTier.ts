import type { Cached, Envelope } from './CachePolicy.js';

/** What the processes that read the same things share: values, generations, and who fetches. */
export interface SharedTier {
  /** In one round trip; several reads that begin together share it, and end together. */
  read<Value>(wanted: Cached): Promise<Stored<Value>>;
  /** Leave to fetch, for one process at a time; undefined if another has it or a fetch has just failed. */
  lease(key: string): Promise<string | undefined>;
  /**
   * Stores a value and gives the lease back, if the lease is still held and no generation has changed. False: the value
   * is not stored, because it may already be wrong.
   */
  fill(cached: Cached, lease: string, envelope: Envelope<unknown>): Promise<boolean>;
  /** The fetch failed: nobody tries again for a moment. */
  cool(key: string, lease: string): Promise<void>;
  /** Gives the lease back without a value. */
  release(key: string, lease: string): Promise<void>;
  /** Makes everything under these tags invalid, everywhere. */
  bump(tags: readonly string[]): Promise<void>;
  /** Called with the tags of every bump by any process; only while the channel is up, see `onChannel`. */
  onBump(listener: (tags: readonly string[]) => void): void;
  /** Called when bumps begin to arrive (true) and when they may be missed from now on (false). */
  onChannel(listener: (isUp: boolean) => void): void;
  /** Resolves when the tier can be used; the cache works before that, without it. */
  connected(): Promise<void>;
  stop(): Promise<void>;
}

export interface Stored<Value> {
  /** Whatever is there, also if its generations are no longer the current ones. */
  readonly envelope: Envelope<Value> | undefined;
  /** The current generation of each tag of the policy. */
  readonly generations: readonly string[];
  readonly lease: 'free' | 'held' | 'cooling';
}

import type { Cached, Envelope, FetchReason } from './CachePolicy.js';
import type { Generations } from './Generations.js';

/** What the processes that read the same things share: values, generations, and who fetches. */
export interface SharedTier extends Generations {
  /** In one round trip; several reads that begin together share it, and end together. */
  read<Value>(wanted: Cached): Promise<Stored<Value>>;
  /**
   * Leave to fetch, for one process at a time; undefined if another has it or a fetch has just failed. A reader who waits
   * takes it from a refresh: that may stand in line for long, and what it brings has become invalid, else nobody would wait.
   */
  lease(key: string, reason: FetchReason): Promise<string | undefined>;
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
  /** Resolves when the tier can be used; the cache works before that, without it. */
  connected(): Promise<void>;
  stop(): Promise<void>;
}

export interface Stored<Value> {
  /** Whatever is there, also if its generations are no longer the current ones. */
  readonly envelope: Envelope<Value> | undefined;
  /** The same as JSON, if it came so. */
  readonly text?: string | undefined;
  /** The current generation of each tag of the policy. */
  readonly generations: readonly string[];
  /** For a reader who waits. */
  readonly lease: 'free' | 'held' | 'cooling';
}

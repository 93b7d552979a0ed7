import type { Clock, Sleep } from '../clock.js';
import type { Logger } from '../log.js';
import type { CacheMetrics } from './cacheMetrics.js';
import {
  sameGenerations,
  type Cached,
  type CachePolicy,
  type Envelope,
  type FetchReason,
  type Read,
} from './CachePolicy.js';
import { isDueEarly } from './isDueEarly.js';
import type { LocalTier } from './LocalTier.js';
import type { SharedTier, Stored } from './SharedTier.js';

/** Fetches the values at these indexes of what was asked for, in the same order. */
export type FetchMany<Value> = (
  indexes: readonly number[],
  reason: FetchReason,
) => Promise<readonly Value[]>;

export interface ReadCacheOptions {
  readonly local: LocalTier;
  readonly shared: SharedTier;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly metrics: CacheMetrics;
  readonly logger: Logger;
}

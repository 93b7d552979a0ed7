import { systemClock, systemSleep } from '../clock.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createCacheMetrics } from './cacheMetrics.js';
import type { Generations } from './Generations.js';
import { LocalTier } from './LocalTier.js';
import { OneProcessTier } from './OneProcessTier.js';
import { ReadCache } from './ReadCache.js';
import { RedisTier } from './RedisTier.js';

export interface OpenedReadCache {
  readonly cache: ReadCache;
  /** Under which its values are valid. */
  readonly generations: Generations;
  /** Resolves when the shared tier can be used; the cache works before that, without it. */
  readonly connected: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A cache shared with the fleet if there is a Redis, else of this process alone. */
export function createReadCache(options: {
  redisUrl: string | undefined;
  /** Names the cache in Redis and in metrics. */
  name: string;
  maxBytesInMemory: number;
  logger: Logger;
  metrics: Metrics;
}): OpenedReadCache {
  const { redisUrl, name, maxBytesInMemory, logger, metrics } = options;
  const shared =
    redisUrl === undefined ? new OneProcessTier() : new RedisTier({ url: redisUrl, name, logger });
  const local = new LocalTier(maxBytesInMemory);
  const cache = new ReadCache({
    local,
    shared,
    clock: systemClock,
    sleep: systemSleep,
    random: Math.random,
    metrics: createCacheMetrics(name, metrics, local),
  });
  return {
    cache,
    generations: shared,
    connected: () => shared.connected(),
    async stop() {
      await cache.settled();
      await shared.stop();
    },
  };
}

import { Keyv } from 'keyv';
import { LRUCache } from 'lru-cache';
import { connectRedis } from '../redis.js';
import type { Logger } from '../log.js';
import { MemoryGenerations, RedisGenerations } from './Generations.js';
import { ReadCache } from './ReadCache.js';
import { RedisKeyvStore } from './RedisKeyvStore.js';

export interface OpenedReadCache {
  readonly cache: ReadCache;
  readonly stop: () => Promise<void>;
}

/** A cache in Redis if there is one, else in memory. Keys and generations of each namespace stand apart. */
export function createReadCache(options: {
  redisUrl: string | undefined;
  namespace: string;
  maxBytesInMemory: number;
  logger: Logger;
}): OpenedReadCache {
  const { redisUrl, namespace, maxBytesInMemory, logger } = options;
  if (redisUrl === undefined) {
    const store = new LRUCache<string, string>({
      maxSize: maxBytesInMemory,
      sizeCalculation: (value, key) => 2 * (value.length + key.length) + 1,
    });
    const cache = new ReadCache({
      keyv: new Keyv({ store, namespace }),
      generations: new MemoryGenerations(),
      logger,
    });
    return { cache, stop: () => Promise.resolve() };
  }
  const redis = connectRedis(redisUrl, logger);
  const cache = new ReadCache({
    keyv: new Keyv({ store: new RedisKeyvStore(redis), namespace }),
    generations: new RedisGenerations(redis, `${namespace}:generation:`),
    logger,
  });
  return {
    cache,
    stop: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

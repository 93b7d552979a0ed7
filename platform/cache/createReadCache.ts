import { once } from 'node:events';
import { Keyv } from 'keyv';
import { connectRedis } from '../redis.js';
import type { Logger } from '../log.js';
import { MemoryGenerations, RedisGenerations } from './Generations.js';
import { MemoryKeyvStore } from './MemoryKeyvStore.js';
import { ReadCache } from './ReadCache.js';
import { RedisKeyvStore } from './RedisKeyvStore.js';

export interface OpenedReadCache {
  readonly cache: ReadCache;
  /** Resolves when the store can be used; the cache works before that, as if it were empty. */
  readonly connected: () => Promise<void>;
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
    const store = new MemoryKeyvStore(maxBytesInMemory);
    const cache = new ReadCache({
      keyv: new Keyv({ store, useKeyPrefix: false }),
      generations: new MemoryGenerations(),
      logger,
    });
    return { cache, connected: () => Promise.resolve(), stop: () => Promise.resolve() };
  }
  const redis = connectRedis(redisUrl, logger);
  const cache = new ReadCache({
    keyv: new Keyv({
      store: new RedisKeyvStore(redis, `${namespace}:value:`),
      useKeyPrefix: false,
    }),
    generations: new RedisGenerations(redis, `${namespace}:generation:`),
    logger,
  });
  return {
    cache,
    connected: async () => {
      if (redis.status !== 'ready') await once(redis, 'ready');
    },
    stop: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

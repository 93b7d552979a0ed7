import { Redis } from 'ioredis';
import type { Logger } from './log.js';

/**
 * A connection to Redis that never makes a caller wait for an outage: a command fails at once while the server is away,
 * and is never sent twice (ioredis would repeat a command whose reply was lost, and an INCR would count double).
 */
export function connectRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 500,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  redis.on('error', (error: Error) => {
    logger.warn({ reason: error.message }, 'Redis is not reachable; reads go on without it');
  });
  return redis;
}

import { Cluster, Redis } from 'ioredis';
import type { Logger } from './log.js';

/** One server, a master found by sentinels, or a cluster. */
export type RedisConnection = Redis | Cluster;

/** A command fails at once while the server is away, and is never sent twice: an INCR would count double. */
const options = {
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // What is sent in one turn of the event loop goes out, and comes back, together.
  enableAutoPipelining: true,
  commandTimeout: 500,
  // A server that froze keeps its connections open: they are given up, so that only the first commands wait for it.
  socketTimeout: 500,
  connectTimeout: 2_000,
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 2_000),
};

/**
 * Connects to Redis without ever making a caller wait for an outage.
 * @param url `redis://…` or `rediss://…` for one server, `redis+sentinel://host:port,host:port/master-name`, or
 *   `redis+cluster://host:port,host:port`.
 * @param use 'subscribing' connections subscribe again by themselves never: whoever subscribed must know of the gap.
 */
export function connectRedis(
  url: string,
  logger: Logger,
  use: 'commands' | 'subscribing' = 'commands',
): RedisConnection {
  const redis = open(url, use === 'commands');
  redis.on('error', (error: Error) => {
    logger.warn({ reason: error.message }, 'Redis is not reachable; reads go on without it');
  });
  return redis;
}

function open(url: string, autoResubscribe: boolean): RedisConnection {
  const settings = { ...options, autoResubscribe };
  const [, kind, credentials = '', hosts = '', name = ''] =
    /^redis\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^/]+)\/?(.*)$/.exec(url) ?? [];
  if (kind === undefined) return new Redis(url, settings);
  const [username, password] = credentials.split(':').map(decodeURIComponent);
  const access = { ...(username && { username }), ...(password && { password }) };
  const nodes = hosts.split(',').map((host) => {
    const { hostname, port } = new URL(`redis://${host}`);
    return { host: hostname, port: port === '' ? 6379 : Number(port) };
  });
  if (kind === 'sentinel') {
    const sentinelCommandTimeout = options.commandTimeout;
    return new Redis({ ...settings, ...access, sentinels: nodes, name, sentinelCommandTimeout });
  }
  const { connectTimeout, commandTimeout, socketTimeout, maxRetriesPerRequest } = options;
  return new Cluster(nodes, {
    redisOptions: {
      ...access,
      connectTimeout,
      commandTimeout,
      socketTimeout,
      maxRetriesPerRequest,
    },
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRedirections: 3,
    retryDelayOnFailover: 100,
    clusterRetryStrategy: options.retryStrategy,
  });
}

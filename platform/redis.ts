import { Cluster, Redis } from 'ioredis';
import type { Logger } from './log.js';

/** One server, a master found by sentinels, or a cluster. */
export type RedisConnection = Redis | Cluster;

type Use = 'commands' | 'subscribing';

/** Whoever reads many keys at once has brought them together already. */
const autoPipeliningIgnoredCommands = ['mget'];

/** A command fails at once while the server is away, and is never sent twice: an INCR would count double. */
const options = {
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // What is sent in one turn of the event loop goes out, and comes back, together.
  enableAutoPipelining: true,
  autoPipeliningIgnoredCommands,
  commandTimeout: 500,
  // A server that froze keeps its connections open: they are given up, so that only the first commands wait for it.
  socketTimeout: 500,
  connectTimeout: 2_000,
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 2_000),
};
/** Whoever is refused as by a replica looks so often, at most, whether the address leads to a master by now. */
const lookForMasterMs = 3_000;

/**
 * Connects to Redis without ever making a caller wait for an outage.
 * @param url `redis://…` or `rediss://…` for one server, `redis+sentinel://host:port,host:port/master-name`, or
 *   `redis+cluster://host:port,host:port`.
 * @param use 'subscribing' connections subscribe again by themselves never: whoever subscribed must know of the gap.
 */
export function connectRedis(url: string, logger: Logger, use: Use = 'commands'): RedisConnection {
  const redis = open(url, use);
  redis.on('error', (error: Error) => {
    logger.warn({ reason: error.message }, 'Redis is not reachable; reads go on without it');
  });
  return redis;
}

function open(url: string, use: Use): RedisConnection {
  const settings = {
    ...options,
    autoResubscribe: use === 'commands',
    reconnectOnError: leaveReplica(),
  };
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
  if (use === 'subscribing') return subscribeToAnyOf(nodes, { ...settings, ...access });
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
    autoPipeliningIgnoredCommands,
    maxRedirections: 3,
    retryDelayOnFailover: 100,
    clusterRetryStrategy: options.retryStrategy,
  });
}

/**
 * A master that becomes a replica keeps its connections: they are given up for those that the address leads to now. The
 * command that was refused is not sent again.
 */
function leaveReplica(): (error: Error) => boolean {
  let leftAtMs = -Infinity;
  return ({ message }) => {
    if (!message.startsWith('READONLY')) return false;
    if (performance.now() < leftAtMs + lookForMasterMs) return false;
    leftAtMs = performance.now();
    return true;
  };
}

/**
 * What is published on one node of a cluster is heard on every other, so one connection is enough: to the next node when
 * it is lost. (The subscriber that a cluster connection has of its own subscribes again without a word.)
 */
function subscribeToAnyOf(
  nodes: readonly { readonly host: string; readonly port: number }[],
  settings: typeof options & { autoResubscribe: boolean; username?: string; password?: string },
): Redis {
  let turn = 0;
  const redis = new Redis({ ...settings, ...nodes[0] });
  redis.on('close', () => {
    turn += 1;
    Object.assign(redis.options, nodes[turn % nodes.length]);
  });
  return redis;
}

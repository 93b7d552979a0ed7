import { Redis } from 'ioredis';
import { startChild, type Child } from './startChild.js';

/** Starts an empty Redis that keeps nothing on disk. */
export async function startRedis(port: number): Promise<Child> {
  const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return startChild(['redis-server', '--port', String(port), ...options], {}, async () => {
    const client = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
    } finally {
      client.disconnect();
    }
  });
}

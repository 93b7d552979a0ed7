import { Redis } from 'ioredis';
import { rest } from '../rest.js';
import type { Stage } from '../stage/openStage.js';
import type { Torment } from './tormentReplica.js';

/** Kills Redis, empties it and lets it freeze. Leaves it running. */
export async function tormentRedis(
  { redis, redisPort }: Pick<Stage, 'redis' | 'redisPort'>,
  { dice, tally, over }: Torment,
): Promise<void> {
  while (await rest(dice.between(500, 3_000), over)) {
    switch (dice.weighted({ kill: 3, flush: 1, freeze: 1 })) {
      case 'kill':
        await redis.kill();
        tally.kill('redis');
        await rest(dice.between(0, 2_000), over);
        await redis.start();
        break;
      case 'flush':
        await flush(redisPort);
        tally.fault('Redis emptied');
        break;
      case 'freeze':
        redis.pause();
        await rest(dice.between(200, 2_000));
        redis.resume();
        tally.fault('Redis frozen');
    }
  }
}

async function flush(port: number): Promise<void> {
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.flushall();
  } finally {
    client.disconnect();
  }
}

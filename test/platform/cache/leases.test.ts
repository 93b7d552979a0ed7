import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HeldLeases } from '../../../platform/cache/HeldLeases.js';
import { RedisTier } from '../../../platform/cache/RedisTier.js';
import { systemClock } from '../../../platform/clock.js';
import { createLogger } from '../../../platform/log.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/ManualClock.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { openCache, Upstream } from './openCaches.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const page = { key: 'page', tags: ['list'], softTtlMs: 60_000, hardTtlMs: 3_600_000 };
const leaseKey = '{test}:lease:page';

describeWithRedis('The leave to fetch', () => {
  let redis: TestRedis;
  const leftMs = async () => Number(await redis.send('PTTL', leaseKey));

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());

  test('of a process that was killed ends within two seconds, and one other fetches', async () => {
    const dying = await startFetching(redis.url, page.key);
    dying.kill('SIGKILL');
    await once(dying, 'exit');
    expect(await leftMs()).toBeLessThanOrEqual(2_000);
    const upstream = new Upstream();
    const others = [1, 2, 3].map(() => openCache({ redisUrl: redis.url, clock: systemClock }));
    await Promise.all(others.map(({ connected }) => connected()));
    const reads = await Promise.all(others.map(({ cache }) => cache.get(page, upstream.fetch)));
    expect(new Set(reads.map(({ value }) => value))).toEqual(new Set(['value 1']));
    expect(upstream.fetches).toBe(1);
    await Promise.all(others.map(({ stop }) => stop()));
  });

  test('of a process that lives is renewed for as long as it fetches, and given back when it has', async () => {
    const leaseMs = 3_000;
    const tier = new RedisTier({ url: redis.url, name: 'test', logger, leaseMs });
    await tier.connected();
    await redis.send('FLUSHALL');
    const lease = (await tier.lease(page.key, 'miss')) ?? '';
    await eventually(async () => (await leftMs()) < leaseMs - 500);
    await eventually(async () => (await leftMs()) > leaseMs - 500);
    await expect(tier.lease(page.key, 'miss')).resolves.toBeUndefined();
    const { generations } = await tier.read(page);
    const times = { fetchedAtMs: 0, fetchMs: 0, softUntilMs: 60_000, hardUntilMs: 3_600_000 };
    await expect(tier.fill(page, lease, { value: 'new', generations, ...times })).resolves.toBe(
      true,
    );
    await expect(tier.read(page)).resolves.toMatchObject({ lease: 'free' });
    await tier.stop();
  });
});

test('a fetch that never ends keeps its lease no longer than others have patience', () => {
  const clock = new ManualClock();
  const renewed: string[] = [];
  const renew = (key: string, lease: string) => {
    renewed.push(`${key} ${lease}`);
    return Promise.reject(new Error('Redis is away'));
  };
  const leases = new HeldLeases({ renew, everyMs: 3_600_000, clock });
  leases.add('page', 'a');
  leases.add('page 2', 'b');
  leases.beat();
  expect(renewed.splice(0)).toEqual(['page a', 'page 2 b']);
  leases.remove('b');
  clock.advance(10_000);
  leases.beat();
  expect(renewed.splice(0)).toEqual(['page a']);
  clock.advance(1_000);
  leases.beat();
  expect(renewed).toEqual([]);
  leases.stop();
});

/** Another process, in the middle of a fetch. */
async function startFetching(redisUrl: string, key: string): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('fetchForEver.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, redisUrl, key], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const fetching = once(child.stdout, 'data').then(() => undefined);
  const ended = once(child, 'exit').then(() => {
    throw new Error('Expected the process to fetch; it ended.');
  });
  await Promise.race([fetching, ended]);
  ended.catch(() => undefined);
  return child;
}

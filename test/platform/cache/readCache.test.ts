import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createReadCache, type OpenedReadCache } from '../../../platform/cache/createReadCache.js';
import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import { createLogger } from '../../../platform/log.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const policy = { tags: ['people', 'certificates'], ttlMs: 60_000 };

/** Connected: commands are refused until the connection stands. */
async function opened(redisUrl: string | undefined): Promise<OpenedReadCache> {
  const cache = createReadCache({ redisUrl, namespace: 'test', maxBytesInMemory: 100_000, logger });
  await cache.connected();
  return cache;
}

function suite(open: () => Promise<OpenedReadCache>, openAnother: () => Promise<OpenedReadCache>) {
  let opening: OpenedReadCache;
  let cache: ReadCache;
  beforeEach(async () => {
    opening = await open();
    ({ cache } = opening);
  });
  afterEach(() => opening.stop());

  /** A fetch that counts, and gives the next number each time. */
  function counter() {
    let fetches = 0;
    return { fetch: () => Promise.resolve({ fetches: ++fetches }), count: () => fetches };
  }

  test('fetches once and then serves what it has', async () => {
    const { fetch, count } = counter();
    await cache.get('a', policy, fetch);
    await expect(cache.get('a', policy, fetch)).resolves.toEqual({ fetches: 1 });
    expect(count()).toBe(1);
  });

  test('fetches once for all who ask at the same time', async () => {
    const { fetch, count } = counter();
    await Promise.all(Array.from({ length: 20 }, () => cache.get('b', policy, fetch)));
    expect(count()).toBe(1);
  });

  test('serves nothing that was fetched before one of its tags was invalidated', async () => {
    const { fetch } = counter();
    await cache.get('c', policy, fetch);
    await cache.invalidate(['certificates']);
    await expect(cache.get('c', policy, fetch)).resolves.toEqual({ fetches: 2 });
  });

  test('an invalidation of other tags changes nothing', async () => {
    const { fetch } = counter();
    await cache.get('d', policy, fetch);
    await cache.invalidate(['portfolios']);
    await expect(cache.get('d', policy, fetch)).resolves.toEqual({ fetches: 1 });
  });

  test('an invalidation during a fetch is not lost', async () => {
    let finish: (value: string) => void = () => undefined;
    let started: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (started = resolve));
    const old = cache.get('e', policy, () => {
      started();
      return new Promise<string>((resolve) => (finish = resolve));
    });
    await underWay;
    await cache.invalidate(['people']);
    const fresh = cache.get('e', policy, () => Promise.resolve('new'));
    await expect(fresh).resolves.toBe('new');
    finish('old');
    await expect(old).resolves.toBe('old');
    await expect(cache.get('e', policy, () => Promise.resolve('newer'))).resolves.toBe('new');
  });

  test('gives several at once, and fetches together only those that are missing', async () => {
    const get = (...keys: string[]) =>
      cache.getMany(
        keys.map((key) => ({ ...policy, key })),
        (missing) => {
          fetched.push(missing.map((index) => keys[index] ?? ''));
          return Promise.resolve(missing.map((index) => (keys[index] ?? '').toUpperCase()));
        },
      );
    const fetched: string[][] = [];
    await expect(get('test:i', 'j')).resolves.toEqual(['TEST:I', 'J']);
    await expect(get('k', 'j', 'k', 'test:i')).resolves.toEqual(['K', 'J', 'K', 'TEST:I']);
    expect(fetched).toEqual([['test:i', 'j'], ['k']]);
  });

  test('keeps null as the value it is', async () => {
    await cache.get('l', policy, () => Promise.resolve(null));
    await expect(cache.get('l', policy, () => Promise.resolve('fetched'))).resolves.toBeNull();
  });

  test('a failed fetch is not stored, and rejects for those who waited', async () => {
    const failing = () => Promise.reject(new Error('away'));
    await expect(cache.get('f', policy, failing)).rejects.toThrow('away');
    await expect(cache.get('f', policy, () => Promise.resolve('back'))).resolves.toBe('back');
  });

  test('nothing is served beyond its time to live', async () => {
    const { fetch } = counter();
    const short = { ...policy, ttlMs: 20 };
    await cache.get('g', short, fetch);
    let latest = { fetches: 1 };
    for (const untilMs = Date.now() + 5_000; latest.fetches === 1 && Date.now() < untilMs;) {
      latest = await cache.get('g', short, fetch);
    }
    expect(latest.fetches).toBe(2);
  });

  test('another process that shares the store sees what was filled and what was invalidated', async () => {
    const another = await openAnother();
    const { fetch } = counter();
    await cache.get('h', policy, fetch);
    const seen = await another.cache.get('h', policy, fetch);
    await another.cache.invalidate(['people']);
    const afterwards = await cache.get('h', policy, fetch);
    if (another !== opening) await another.stop();
    expect([seen, afterwards]).toEqual([{ fetches: 1 }, { fetches: 2 }]);
  });
}

describe('The read cache in memory', () => {
  let only: OpenedReadCache;
  suite(
    async () => (only = await opened(undefined)),
    () => Promise.resolve(only),
  );

  test('forgets the least used when it is full, and stays within its bound', async () => {
    const { cache } = await opened(undefined);
    let fetches = 0;
    const big = () => {
      fetches += 1;
      return Promise.resolve('x'.repeat(10_000));
    };
    for (let index = 0; index < 50; index += 1)
      await cache.get(`big ${String(index)}`, policy, big);
    await cache.get('big 0', policy, big);
    expect(fetches).toBe(51);
  });
});

describeWithRedis('The read cache in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  suite(
    () => opened(redis.url),
    () => opened(redis.url),
  );
});

describeWithRedis('When Redis dies', () => {
  test('reads go on at once without it, and use it again when it is back', async () => {
    const redis = await startRedis();
    const opening = await opened(redis.url);
    const { cache } = opening;
    let fetches = 0;
    const fetch = () => Promise.resolve(++fetches);
    await cache.get('a', policy, fetch);
    await redis.kill();
    await expect(cache.get('a', policy, fetch)).resolves.toBe(2);
    await expect(cache.invalidate(['people'])).resolves.toBeUndefined();

    const again = await startRedis({ port: redis.port });
    await opening.connected();
    const first = await cache.get('a', policy, fetch);
    await expect(cache.get('a', policy, fetch)).resolves.toBe(first);
    await opening.stop();
    await again.stop();
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../support/ManualClock.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { freshRead } from './freshRead.js';
import { openCache, Upstream, type OpenCache } from './openCaches.js';

const softTtlMs = 60_000;
const hardTtlMs = 3_600_000;

function suite(redisUrl: () => string | undefined) {
  let clock: ManualClock;
  let opened: OpenCache;
  let upstream: Upstream;
  let made = 0;
  /** A key of its own for each test: the servers are shared. */
  let cached: { key: string; tags: string[]; softTtlMs: number; hardTtlMs: number };
  const read = () => opened.cache.get(cached, upstream.fetch);

  beforeEach(async () => {
    clock = new ManualClock();
    upstream = new Upstream();
    made += 1;
    cached = {
      key: `key ${String(made)}`,
      tags: [`tag ${String(made)}`, 'all'],
      softTtlMs,
      hardTtlMs,
    };
    opened = openCache({ redisUrl: redisUrl(), clock });
    await opened.connected();
  });
  afterEach(() => opened.stop());

  test('fetches once and then serves what it has, with its age', async () => {
    await expect(read()).resolves.toEqual(freshRead('value 1', 0));
    clock.advance(5_000);
    await expect(read()).resolves.toEqual(freshRead('value 1', 5_000));
    expect(upstream.fetches).toBe(1);
  });

  test('has what it fetched once at once, without a promise', async () => {
    await read();
    const again = opened.cache.read(cached, upstream.fetch);
    expect(again).toEqual(freshRead('value 1', 0));
  });

  test('fetches once for all who ask at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, read));
    expect(upstream.fetches).toBe(1);
  });

  test('serves a stale value at once, says so, and has a new one for the next reader', async () => {
    await read();
    clock.advance(softTtlMs);
    await expect(read()).resolves.toEqual({
      value: 'value 1',
      ageMs: softTtlMs,
      stale: 'REFRESHING',
    });
    await opened.cache.settled();
    await expect(read()).resolves.toEqual(freshRead('value 2', 0));
  });

  test('refreshes a value early by chance, the likelier the longer a fetch takes', async () => {
    const lucky = openCache({ redisUrl: redisUrl(), clock, random: () => 0.999 });
    await lucky.connected();
    const slow = () => {
      clock.advance(10_000);
      return upstream.fetch();
    };
    await lucky.cache.get(cached, slow);
    await lucky.cache.get(cached, slow);
    await lucky.stop();
    expect(upstream.fetches).toBe(2);
  });

  test('serves nothing beyond its hard time to live', async () => {
    await read();
    clock.advance(hardTtlMs);
    await expect(read()).resolves.toEqual(freshRead('value 2', 0));
  });

  test('serves nothing that was fetched before one of its tags was bumped', async () => {
    await read();
    await opened.cache.invalidate([cached.tags[0] ?? '']);
    await expect(read()).resolves.toMatchObject({ value: 'value 2' });
  });

  test('a bump of other tags changes nothing', async () => {
    await read();
    await opened.cache.invalidate(['another']);
    await expect(read()).resolves.toMatchObject({ value: 'value 1' });
  });

  test('an invalidation during a fetch is not lost', async () => {
    const { begun, letGo } = upstream.hold();
    const old = read();
    await begun;
    await opened.cache.invalidate(['all']);
    upstream.works();
    const fresh = read();
    letGo();
    await expect(old).resolves.toMatchObject({ value: 'value 1' });
    await expect(fresh).resolves.toMatchObject({ value: 'value 2' });
    await expect(read()).resolves.toMatchObject({ value: 'value 2' });
  });

  test('an invalidation during a background refresh is not lost', async () => {
    await read();
    clock.advance(softTtlMs);
    const { begun, letGo } = upstream.hold();
    await read();
    await begun;
    await opened.cache.invalidate(['all']);
    letGo();
    await opened.cache.settled();
    upstream.works();
    await expect(read()).resolves.toMatchObject({ value: 'value 3' });
  });

  test('when nothing newer can be had, serves what was last known, however it became invalid, and says so', async () => {
    await read();
    upstream.breaks();
    clock.advance(softTtlMs);
    await read();
    await opened.cache.settled();
    await expect(read()).resolves.toMatchObject({ value: 'value 1', stale: 'UPSTREAM_FAILED' });
    await opened.cache.invalidate(['all']);
    await expect(read()).resolves.toEqual({
      value: 'value 1',
      ageMs: softTtlMs,
      stale: 'UPSTREAM_FAILED',
    });
  });

  test('leaves an upstream that has just failed alone for a moment, and then tries again', async () => {
    await read();
    upstream.breaks();
    clock.advance(softTtlMs);
    for (let times = 0; times < 10; times += 1) {
      await read();
      await opened.cache.settled();
    }
    expect(upstream.fetches).toBe(2);
    upstream.works();
    for (let latest = await read(); latest.value === 'value 1'; latest = await read()) {
      clock.advance(1_000);
      await opened.cache.settled();
    }
    await expect(read()).resolves.not.toHaveProperty('stale');
  });

  test('a failed fetch is not stored, and rejects for those who waited when nothing is known', async () => {
    upstream.breaks();
    const reads = await Promise.allSettled([read(), read()]);
    expect(reads.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(upstream.fetches).toBe(1);
    upstream.works();
    await expect(read()).resolves.toMatchObject({ value: 'value 2' });
  });

  test('keeps null as the value it is, for its own time', async () => {
    const nothing = { ...cached, nullTtlMs: 1_000 };
    const fetch = () => {
      upstream.fetches += 1;
      return Promise.resolve(null);
    };
    await opened.cache.get(nothing, fetch);
    await expect(opened.cache.get(nothing, fetch)).resolves.toEqual(freshRead(null, 0));
    expect(upstream.fetches).toBe(1);
    clock.advance(1_000);
    await expect(opened.cache.get(nothing, fetch)).resolves.toMatchObject({ stale: 'REFRESHING' });
  });

  test('gives several at once, and fetches together only those that are missing', async () => {
    const fetched: string[][] = [];
    const get = async (...keys: string[]) => {
      const reads = await opened.cache.getMany(
        keys.map((key) => ({ ...cached, key: `${cached.key} ${key}` })),
        (missing) => {
          fetched.push(missing.map((index) => keys[index] ?? ''));
          return Promise.resolve(missing.map((index) => (keys[index] ?? '').toUpperCase()));
        },
      );
      return reads.map((read) => (read instanceof Error ? read : read.value));
    };
    await expect(get('i', 'j')).resolves.toEqual(['I', 'J']);
    await expect(get('k', 'j', 'k', 'i')).resolves.toEqual(['K', 'J', 'K', 'I']);
    const many = Array.from({ length: 100 }, (_, index) => String(index));
    await get(...many);
    expect(fetched).toEqual([['i', 'j'], ['k'], many]);
  });

  test('does not keep what may live for no time', async () => {
    const never = { ...cached, softTtlMs: 0 };
    await opened.cache.get(never, upstream.fetch);
    await opened.cache.get(never, upstream.fetch);
    expect(upstream.fetches).toBe(2);
  });
}

describe('The read cache of one process', () => {
  suite(() => undefined);

  test('forgets the least used when it is full, and stays within its bound', async () => {
    const opened = openCache({ clock: new ManualClock(), maxBytes: 100_000 });
    let fetches = 0;
    const get = (index: number) =>
      opened.cache.get({ key: String(index), tags: [], softTtlMs, hardTtlMs }, () => {
        fetches += 1;
        return Promise.resolve('x'.repeat(10_000));
      });
    for (let index = 0; index < 50; index += 1) await get(index);
    expect(opened.local.size).toBeLessThanOrEqual(100_000);
    await get(0);
    expect(fetches).toBe(51);
  });
});

describeWithRedis('The read cache of a fleet', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  suite(() => redis.url);
});

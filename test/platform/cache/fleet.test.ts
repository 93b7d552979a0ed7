import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/ManualClock.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { freshRead } from './freshRead.js';
import { openCache, Upstream, type OpenCache } from './openCaches.js';

const softTtlMs = 60_000;
const hardTtlMs = 3_600_000;

describeWithRedis('Ten processes with one Redis', () => {
  let redis: TestRedis;
  let clock: ManualClock;
  let upstream: Upstream;
  let fleet: OpenCache[];
  let luck = 0;
  let made = 0;
  let page: { key: string; tags: string[]; softTtlMs: number; hardTtlMs: number };
  const read = (process: OpenCache) => process.cache.get(page, upstream.fetch);
  const allRead = () => Promise.all(fleet.map(read));
  const heard = () =>
    eventually(() => fleet.every(({ local }) => local.get(page.key)?.standing !== 'confirmed'));
  const settled = () => Promise.all(fleet.map(({ cache }) => cache.settled()));

  beforeAll(async () => {
    redis = await startRedis();
    clock = new ManualClock();
    fleet = Array.from({ length: 10 }, () =>
      openCache({ redisUrl: redis.url, clock, random: () => luck }),
    );
    await Promise.all(fleet.map(({ connected }) => connected()));
  });
  beforeEach(() => {
    upstream = new Upstream();
    made += 1;
    page = { key: `page ${String(made)}`, tags: [`tag ${String(made)}`], softTtlMs, hardTtlMs };
    luck = 0;
  });
  afterEach(settled);
  afterAll(async () => {
    await Promise.all(fleet.map(({ stop }) => stop()));
    await redis.kill();
  });

  test('fetch what nobody has once, and all have it', async () => {
    const reads = await Promise.all([...fleet, ...fleet].map(read));
    expect(new Set(reads.map(({ value }) => value))).toEqual(new Set(['value 1']));
    expect(upstream.fetches).toBe(1);
  });

  test.each([
    { when: 'when its soft time is over', byMs: softTtlMs },
    { when: 'when its hard time is over', byMs: hardTtlMs },
  ])('fetch a hot value once each time it expires: $when', async ({ byMs }) => {
    await allRead();
    for (let round = 1; round <= 20; round += 1) {
      clock.advance(byMs);
      await eventually(async () => {
        const reads = await allRead();
        return reads.every(({ value }) => value === `value ${String(1 + round)}`);
      });
      await settled();
      expect(upstream.fetches).toBe(1 + round);
    }
  });

  test('fetch a hot value once when all of them would like to renew it early', async () => {
    const slow = () => {
      clock.advance(10_000);
      return upstream.fetch();
    };
    const first = fleet[0];
    await first?.cache.get(page, slow);
    luck = 0.999;
    // What is fetched in the same millisecond is not known to be newer.
    clock.advance(1);
    await allRead();
    await settled();
    expect(upstream.fetches).toBe(2);
  });

  test('never serve an older value once an invalidation by one of them was heard', async () => {
    await allRead();
    for (let round = 0; round < 20; round += 1) {
      const before = upstream.fetches;
      await fleet[round % 10]?.cache.invalidate(page.tags);
      await heard();
      const reads = await allRead();
      for (const { value } of reads) expect(value).toBe(`value ${String(before + 1)}`);
      expect(upstream.fetches).toBe(before + 1);
    }
  });

  test('do not let a reader wait for a refresh of what has become invalid: it has no hurry', async () => {
    await allRead();
    clock.advance(softTtlMs);
    const { begun, letGo } = upstream.hold();
    const [refreshing, changing, reading] = fleet;
    if (!refreshing || !changing || !reading) throw new Error('Expected a fleet.');
    await read(refreshing);
    await begun;
    await changing.cache.invalidate(page.tags);
    await heard();
    upstream.works();
    const waited = await Promise.race([read(reading), once(AbortSignal.timeout(5_000), 'abort')]);
    letGo();
    expect(waited).toEqual(freshRead('value 3', 0));
    await settled();
    for (const { value } of await allRead()) expect(value).toBe('value 3');
    expect(upstream.fetches).toBe(3);
  });

  test('do not give a reader what has become invalid because a refresh had failed just before', async () => {
    await allRead();
    clock.advance(softTtlMs);
    upstream.breaks();
    await allRead();
    await settled();
    await fleet[0]?.cache.invalidate(page.tags);
    upstream.works();
    await heard();
    for (const read of await allRead()) expect(read).toEqual(freshRead('value 3', 0));
    expect(upstream.fetches).toBe(3);
  });

  test('ask once for what does not exist', async () => {
    let fetches = 0;
    const fetch = () => {
      fetches += 1;
      return Promise.resolve(null);
    };
    const reads = await Promise.all(fleet.map(({ cache }) => cache.get(page, fetch)));
    for (const { value } of reads) expect(value).toBeNull();
    expect(fetches).toBe(1);
  });

  test('ask an upstream that fails once, and then leave it alone for a moment', async () => {
    await allRead();
    clock.advance(softTtlMs);
    upstream.breaks();
    for (let times = 0; times < 5; times += 1) {
      for (const { value } of await allRead()) expect(value).toBe('value 1');
      await settled();
    }
    expect(upstream.fetches).toBe(2);
  });
});

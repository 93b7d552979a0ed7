import { beforeEach, describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../support/ManualClock.js';
import { freshRead } from './freshRead.js';
import { openCache, Upstream, type OpenCache } from './openCaches.js';
import { SharedMemory } from './SharedMemory.js';

const softTtlMs = 60_000;
const page = { key: 'page', tags: ['list'], softTtlMs, hardTtlMs: 3_600_000 };

describe('A stale page that is fetched again in the background', () => {
  let clock: ManualClock;
  let shared: SharedMemory;
  let upstream: Upstream;
  let one: OpenCache;
  let other: OpenCache;
  let beforeLease: () => Promise<void>;
  const read = ({ cache }: OpenCache) => cache.get(page, upstream.fetch);
  const refreshed = async (process: OpenCache) => {
    const served = await read(process);
    await process.cache.settled();
    return served;
  };

  beforeEach(async () => {
    clock = new ManualClock();
    shared = new SharedMemory(clock);
    upstream = new Upstream();
    one = openCache({ shared: shared.connect(), clock });
    beforeLease = () => Promise.resolve();
    const tier = shared.connect();
    const lease = async (...asked: Parameters<typeof tier.lease>) => {
      await beforeLease();
      return tier.lease(...asked);
    };
    other = openCache({ shared: { ...tier, lease }, clock });
    await read(one);
    await read(other);
    clock.advance(softTtlMs);
  });

  test('is taken from whoever has just done so', async () => {
    await refreshed(one);
    await expect(refreshed(other)).resolves.toMatchObject({
      value: 'value 1',
      stale: 'REFRESHING',
    });
    await expect(read(other)).resolves.toEqual(freshRead('value 2', 0));
    expect(upstream.fetches).toBe(2);
  });

  test('is left to whoever is doing so, and to nobody afterwards', async () => {
    const { begun, letGo } = upstream.hold();
    await read(one);
    await begun;
    await refreshed(other);
    expect(upstream.fetches).toBe(2);
    letGo();
    await one.cache.settled();
    await refreshed(other);
    await expect(read(other)).resolves.toEqual(freshRead('value 2', 0));
    expect(upstream.fetches).toBe(2);
  });

  test('is fetched although somebody has a newer one, if that becomes invalid at this moment', async () => {
    await refreshed(one);
    beforeLease = () => one.cache.invalidate(['list']);
    await refreshed(other);
    await expect(read(other)).resolves.toEqual(freshRead('value 3', 0));
  });

  test('gives its leave to fetch back also if it is not needed', async () => {
    await refreshed(one);
    await refreshed(other);
    clock.advance(softTtlMs);
    await refreshed(other);
    await expect(read(other)).resolves.toEqual(freshRead('value 3', 0));
  });

  test('says that refreshing failed only until somebody has brought a newer one', async () => {
    upstream.breaks();
    await refreshed(other);
    await expect(read(other)).resolves.toMatchObject({ stale: 'UPSTREAM_FAILED' });
    upstream.works();
    clock.advance(1_000);
    shared.endCoolDowns();
    await refreshed(one);
    await refreshed(other);
    clock.advance(softTtlMs);
    await expect(read(other)).resolves.toMatchObject({ value: 'value 3', stale: 'REFRESHING' });
    await other.cache.settled();
  });

  test('is tried again a second after an attempt failed, not before', async () => {
    upstream.breaks();
    await refreshed(one);
    upstream.works();
    shared.endCoolDowns();
    await refreshed(one);
    expect(upstream.fetches).toBe(2);
    clock.advance(1_000);
    await refreshed(one);
    await expect(read(one)).resolves.toEqual(freshRead('value 3', 0));
  });
});

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Cached, Envelope } from '../../../platform/cache/CachePolicy.js';
import { RedisTier } from '../../../platform/cache/RedisTier.js';
import { createLogger } from '../../../platform/log.js';
import { ManualClock } from '../../support/ManualClock.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { openCache, Upstream, type OpenCache } from './openCaches.js';

const name = 'test';
const logger = createLogger({ name, level: 'silent' });

/**
 * What most caches do: whoever has fetched a value stores it, whatever has happened since, with the generations that
 * are current when it is stored.
 */
class PlainSetTier extends RedisTier {
  readonly #redis: Redis;

  constructor(options: { url: string; name: string }) {
    super({ ...options, logger });
    this.#redis = new Redis(options.url);
  }

  override async fill(cached: Cached, lease: string, envelope: Envelope<unknown>) {
    const { generations } = await this.read(cached);
    const text = JSON.stringify({ ...envelope, generations });
    await this.#redis.set(`{${name}}:value:${cached.key}`, text);
    await this.release(cached.key, lease);
    return true;
  }

  override async stop() {
    this.#redis.disconnect();
    await super.stop();
  }
}

describeWithRedis('An invalidation while an older value is being fetched', () => {
  let redis: TestRedis;
  let opened: OpenCache[] = [];
  let made = 0;
  const tiers: RedisTier[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ stop }) => stop()));
    opened = [];
  });
  afterAll(async () => {
    await Promise.all(tiers.map((tier) => tier.stop()));
    await redis.kill();
  });

  async function open(tier: RedisTier): Promise<OpenCache> {
    const process = openCache({ shared: tier, clock: new ManualClock() });
    opened.push(process);
    await process.connected();
    return process;
  }

  /** What a third process reads after one has fetched slowly and another has invalidated in the meantime. */
  async function readAfterTheRace(createTier: () => RedisTier): Promise<string> {
    const upstream = new Upstream();
    made += 1;
    const page = {
      key: `page ${String(made)}`,
      tags: ['list'],
      softTtlMs: 60_000,
      hardTtlMs: 3_600_000,
    };
    const [slow, changing, third] = [
      await open(createTier()),
      await open(createTier()),
      await open(createTier()),
    ];
    const { begun, letGo } = upstream.hold();
    const old = slow.cache.get(page, upstream.fetch);
    await begun;
    await changing.cache.invalidate(['list']);
    upstream.works();
    letGo();
    await expect(old).resolves.toMatchObject({ value: 'value 1' });
    const { value } = await third.cache.get(page, upstream.fetch);
    return value;
  }

  test('is lost by a cache that simply stores what was fetched', async () => {
    const createTier = () => new PlainSetTier({ url: redis.url, name });
    await expect(readAfterTheRace(createTier)).resolves.toBe('value 1');
  });

  test('is not lost by ours, which stores only what nothing has made invalid', async () => {
    const createTier = () => new RedisTier({ url: redis.url, name, logger });
    await expect(readAfterTheRace(createTier)).resolves.toBe('value 2');
  });

  test('is seen when the older value comes to be stored', async () => {
    const tier = await openTier();
    const { cached, lease, envelope } = await beginFetch(tier);
    await tier.bump(cached.tags);
    await expect(tier.fill(cached, lease, envelope)).resolves.toBe(false);
    await expect(tier.read(cached)).resolves.toMatchObject({ envelope: undefined, lease: 'free' });
  });

  test('and a fetch that outlived its lease replace nothing that was fetched since', async () => {
    const tier = await openTier();
    const { cached, lease, envelope } = await beginFetch(tier);
    await redis.send('DEL', `{${name}}:lease:${cached.key}`);
    const { generations } = await tier.read(cached);
    const newer = { ...envelope, value: 'newer', generations };
    await expect(
      tier.fill(cached, (await tier.lease(cached.key, 'miss')) ?? '', newer),
    ).resolves.toBe(true);
    await expect(tier.fill(cached, lease, envelope)).resolves.toBe(false);
    await expect(tier.read(cached)).resolves.toMatchObject({ envelope: { value: 'newer' } });
  });

  async function openTier(): Promise<RedisTier> {
    const tier = new RedisTier({ url: redis.url, name, logger });
    tiers.push(tier);
    await tier.connected();
    return tier;
  }

  async function beginFetch(tier: RedisTier) {
    made += 1;
    const key = `page ${String(made)}`;
    const cached = { key, tags: ['list'], softTtlMs: 60_000, hardTtlMs: 3_600_000 };
    const lease = (await tier.lease(key, 'miss')) ?? '';
    const { generations } = await tier.read(cached);
    const times = { fetchedAtMs: 0, fetchMs: 0, softUntilMs: 60_000, hardUntilMs: 3_600_000 };
    return { cached, lease, envelope: { value: 'older', generations, ...times } };
  }
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RedisTier } from '../../../platform/cache/RedisTier.js';
import { createLogger } from '../../../platform/log.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const times = { fetchedAtMs: 1, fetchMs: 1, softUntilMs: 2, hardUntilMs: 3 };
const cachedAs = (key: string, tags: string[]) => ({
  ...{ key, tags },
  ...{ softTtlMs: 60_000, hardTtlMs: 60_000 },
});

describeWithRedis('What a process reads from the fleet', () => {
  let redis: TestRedis;
  let tier: RedisTier;

  beforeEach(async () => {
    redis = await startRedis();
    tier = new RedisTier({ url: redis.url, name: 'test', logger });
    await tier.connected();
  });
  afterEach(async () => {
    await tier.stop();
    await redis.kill();
  });

  async function store(key: string, tags: string[], value: unknown): Promise<void> {
    const { generations } = await tier.read(cachedAs(key, tags));
    const lease = (await tier.lease(key, 'miss')) ?? '';
    await tier.fill(cachedAs(key, tags), lease, { value, generations, ...times });
  }

  test('is one command for all that is asked for in one turn, each with what is its own', async () => {
    await tier.bump(['b']);
    await store('one', ['a', 'b'], 'first');
    await store('two', ['b'], 'second');
    await tier.lease('three', 'miss');
    await redis.send('CONFIG', 'RESETSTAT');
    const [one, two, three] = await Promise.all([
      tier.read(cachedAs('one', ['a', 'b'])),
      tier.read(cachedAs('two', ['b'])),
      tier.read(cachedAs('three', ['a'])),
    ]);
    expect(await redis.send('INFO', 'commandstats')).toContain('cmdstat_mget:calls=1,');
    expect(one).toMatchObject({ envelope: { value: 'first' }, lease: 'free' });
    expect(two).toMatchObject({ envelope: { value: 'second' }, lease: 'free' });
    expect(three).toMatchObject({ envelope: undefined, lease: 'held', generations: [''] });
    expect(one.generations).toEqual(['', two.generations[0]]);
  });

  test('is what was stored, whatever it looks like', async () => {
    const value = { title: ':base64:aGVsbG8=', names: [':', '', null, 'ü'], count: 0 };
    await store('page', ['a'], value);
    await expect(tier.read(cachedAs('page', ['a']))).resolves.toMatchObject({
      envelope: { value },
    });
  });

  test('is missing if it is nonsense, and what is asked for beside it is not', async () => {
    await store('page', ['a'], 'good');
    await redis.send('SET', '{test}:value:other', '{"value":');
    const [page, other] = await Promise.all([
      tier.read(cachedAs('page', ['a'])),
      tier.read(cachedAs('other', ['a'])),
    ]);
    expect(page).toMatchObject({ envelope: { value: 'good' } });
    expect(other).toMatchObject({ envelope: undefined, lease: 'free' });
  });
});

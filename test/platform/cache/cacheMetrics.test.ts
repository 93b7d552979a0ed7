import { expect, test } from '@jest/globals';
import { createReadCache } from '../../../platform/cache/createReadCache.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';

test('a cache counts where values came from, what was fetched and why, what it keeps, and whether it hears of invalidations', async () => {
  const metrics = createMetrics();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const name = 'pages';
  const options = { redisUrl: undefined, name, maxBytesInMemory: 1_000_000, logger, metrics };
  const { cache, stop } = createReadCache(options);
  const page = { key: 'page', tags: ['list'], softTtlMs: 60_000, hardTtlMs: 3_600_000 };
  const fetch = () => Promise.resolve('value');
  const broken = () => Promise.reject(new Error('Pluvo is away'));
  await Promise.all([cache.get(page, fetch), cache.get(page, fetch)]);
  await cache.get(page, fetch);
  await cache.invalidate(['list']);
  await cache.get(page, broken);
  await cache.get({ ...page, key: 'other' }, broken).catch(() => undefined);
  const old = { ...page, key: 'old', softTtlMs: -1 };
  await cache.get(old, fetch);
  await cache.get(old, fetch);
  await cache.settled();
  const told = await metrics.registry.metrics();
  for (const line of [
    'cache_reads_total{cache="pages",outcome="fetched"} 2',
    'cache_reads_total{cache="pages",outcome="coalesced"} 1',
    'cache_reads_total{cache="pages",outcome="local"} 1',
    'cache_reads_total{cache="pages",outcome="stale"} 1',
    'cache_reads_total{cache="pages",outcome="stale on error"} 1',
    'cache_reads_total{cache="pages",outcome="failed"} 1',
    'cache_refreshes_total{cache="pages",outcome="filled"} 1',
    'cache_fetch_seconds_count{cache="pages",reason="miss"} 2',
    'cache_fetch_seconds_count{cache="pages",reason="refresh"} 1',
    'cache_channel_up{cache="pages"} 1',
  ])
    expect(told).toContain(line);
  expect(told).toMatch(/cache_local_bytes\{cache="pages"\} [1-9]/);
  await stop();
});

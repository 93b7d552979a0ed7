import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../metrics.js';

/** Where the values of reads came from. */
export type ReadOutcome =
  'local' | 'shared' | 'coalesced' | 'fetched' | 'stale' | 'stale on error' | 'failed';

export interface CacheMetrics {
  readonly reads: Counter<'cache' | 'outcome'>;
  readonly refreshes: Counter<'cache' | 'outcome'>;
  readonly fetchSeconds: Histogram<'cache' | 'reason'>;
  readonly channel: Gauge<'cache'>;
  readonly name: string;
}

/**
 * What a cache of a process counts, under its name.
 * @param local is asked for its size whenever metrics are read
 */
export function createCacheMetrics(
  name: string,
  { registry }: Pick<Metrics, 'registry'>,
  local: { readonly size: number },
): CacheMetrics {
  const registers = [registry];
  new Gauge({
    name: 'cache_local_bytes',
    help: 'What this process keeps, as it is bounded.',
    labelNames: ['cache'],
    registers,
    collect() {
      this.set({ cache: name }, local.size);
    },
  });
  return {
    name,
    reads: new Counter({
      name: 'cache_reads_total',
      help: 'Values read, by where they came from.',
      labelNames: ['cache', 'outcome'],
      registers,
    }),
    refreshes: new Counter({
      name: 'cache_refreshes_total',
      help: 'Values fetched again in the background (filled, overtaken by an invalidation, failed, or left to another process).',
      labelNames: ['cache', 'outcome'],
      registers,
    }),
    fetchSeconds: new Histogram({
      name: 'cache_fetch_seconds',
      help: 'How long fetching took, for a reader who waited (miss) or in the background (refresh).',
      labelNames: ['cache', 'reason'],
      buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10],
      registers,
    }),
    channel: new Gauge({
      name: 'cache_channel_up',
      help: '1 while invalidations of other processes are heard.',
      labelNames: ['cache'],
      registers,
    }),
  };
}

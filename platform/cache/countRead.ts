import type { CacheMetrics, ReadOutcome } from './cacheMetrics.js';

export function countRead(
  { metrics }: { readonly metrics: CacheMetrics },
  outcome: ReadOutcome,
): void {
  metrics.reads.inc({ cache: metrics.name, outcome });
}

import type { ReadOutcome } from './cacheMetrics.js';
import type { Tiers } from './fetchAndFill.js';

export function countRead(
  { metrics, local }: Pick<Tiers, 'metrics' | 'local'>,
  outcome: ReadOutcome,
): void {
  metrics.reads.inc({ cache: metrics.name, outcome });
  metrics.bytes.set({ cache: metrics.name }, local.size);
}

import { Gauge } from 'prom-client';
import type { Metrics } from '../../platform/metrics.js';
import type { Loss } from './fitOperation.js';

export interface DriftMetrics {
  readonly losses: Gauge<'operation' | 'coordinate'>;
  readonly checkedAt: Gauge;
}

export function createDriftMetrics({ registry }: Metrics): DriftMetrics {
  return {
    losses: new Gauge({
      name: 'pluvo_schema_losses',
      help: "1 for each field, argument or type that an operation of ours uses and Pluvo's schema has lost.",
      labelNames: ['operation', 'coordinate'],
      registers: [registry],
    }),
    checkedAt: new Gauge({
      name: 'pluvo_schema_checked_at_seconds',
      help: "When Pluvo's schema was last compared with what we use, in seconds since 1970; 0 if it never was.",
      registers: [registry],
    }),
  };
}

/** Shows these losses, and no others that were there before. */
export function showLosses(gauge: DriftMetrics['losses'], losses: readonly Loss[]): void {
  gauge.reset();
  for (const { operation, coordinate } of losses) gauge.set({ operation, coordinate }, 1);
}

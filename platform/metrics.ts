import { Registry, collectDefaultMetrics } from 'prom-client';
import { OperationCounts } from './graphql/OperationCounts.js';
import { RequestDurations } from './http/RequestDurations.js';

/** What a process counts. One registry per process, handed to whatever measures. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: RequestDurations;
  readonly operations: OperationCounts;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new RequestDurations(registry),
    operations: new OperationCounts(registry),
  };
}

import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What a process counts. One registry per process, handed to whatever measures. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpRequests: Histogram<'server' | 'method' | 'route' | 'status'>;
  readonly operations: Counter<'server' | 'type' | 'outcome'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpRequests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer.',
      labelNames: ['server', 'method', 'route', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
      registers: [registry],
    }),
    operations: new Counter({
      name: 'graphql_operations_total',
      help: 'GraphQL operations, by type (query, mutation, none if it could not be told) and outcome (ok, errors).',
      labelNames: ['server', 'type', 'outcome'],
      registers: [registry],
    }),
  };
}

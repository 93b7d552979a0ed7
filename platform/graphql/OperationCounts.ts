import { Counter, type Registry } from 'prom-client';

/** Counts operations. They are numbers until somebody asks: an operation costs an addition. */
export class OperationCounts {
  readonly #counts = new Map<string, { readonly labels: Record<string, string>; count: number }>();

  constructor(registry: Registry) {
    const counts = this.#counts;
    new Counter({
      name: 'graphql_operations_total',
      help: 'GraphQL operations, by type (query, mutation, none if it could not be told) and outcome (ok, errors).',
      labelNames: ['server', 'type', 'outcome'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, count } of counts.values()) this.inc(labels, count);
      },
    });
  }

  add(server: string, type: string, hasErrors: boolean): void {
    const outcome = hasErrors ? 'errors' : 'ok';
    const key = `${server} ${type} ${outcome}`;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { labels: { server, type, outcome }, count: 1 });
  }
}

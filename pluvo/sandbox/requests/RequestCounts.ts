/** How many requests arrived, whether or not they were answered. */
export interface RequestReport {
  /** Requests for a token. */
  readonly tokens: number;
  readonly queries: number;
  readonly mutations: number;
  /** Requests to the GraphQL endpoint that were not GraphQL, or not of this schema. */
  readonly invalid: number;
  /** Requests by root field; one that holds a field several times, under aliases, counts once. */
  readonly operations: Readonly<Record<string, number>>;
}

export class RequestCounts {
  #report = nothing;

  report(): RequestReport {
    return this.#report;
  }

  reset(): void {
    this.#report = nothing;
  }

  count(kind: 'tokens' | 'queries' | 'mutations' | 'invalid', fields: readonly string[]): void {
    const operations = { ...this.#report.operations };
    for (const field of fields) operations[field] = (operations[field] ?? 0) + 1;
    this.#report = { ...this.#report, [kind]: this.#report[kind] + 1, operations };
  }
}

const nothing: RequestReport = { tokens: 0, queries: 0, mutations: 0, invalid: 0, operations: {} };

import { Gauge, Histogram, type Registry } from 'prom-client';

export interface RequestLabels {
  readonly server: string;
  readonly method: string;
  /** The route it was for, not its own URL: that may hold anything. */
  readonly route: string;
  readonly status: number;
}

interface Row {
  readonly labels: Readonly<Record<string, string>>;
  /** How many were in each bucket, and in none. */
  readonly counts: number[];
  sumS: number;
}

const description = {
  name: 'http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last of its answer.',
};
const bucketsS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30];

/**
 * A histogram of requests, as prom-client has one. Every request is observed, and prom-client's own histogram costs
 * several times as much as all else that is done about one: here it is two additions, until somebody asks.
 */
export class RequestDurations extends Gauge {
  readonly #rows = new Map<string, Row>();
  /** Tells what a histogram is for prom-client; it stays empty. */
  readonly #histogram = new Histogram({ ...description, buckets: bucketsS, registers: [] });

  constructor(registry: Registry) {
    super({ ...description, registers: [registry] });
  }

  add({ server, method, route, status }: RequestLabels, durationS: number): void {
    const key = `${server} ${method} ${String(status)} ${route}`;
    let row = this.#rows.get(key);
    if (!row) {
      const labels = { server, method, route, status: String(status) };
      row = { labels, counts: new Array<number>(bucketsS.length + 1).fill(0), sumS: 0 };
      this.#rows.set(key, row);
    }
    let bucket = 0;
    while (durationS > (bucketsS[bucket] ?? Infinity)) bucket += 1;
    row.counts[bucket] = (row.counts[bucket] ?? 0) + 1;
    row.sumS += durationS;
  }

  override async get() {
    return { ...(await this.#histogram.get()), values: [...this.#rows.values()].flatMap(valuesOf) };
  }
}

function valuesOf({ labels, counts, sumS }: Row) {
  let soFar = 0;
  const buckets = counts.map((count, index) => {
    soFar += count;
    const le = index < bucketsS.length ? String(bucketsS[index]) : '+Inf';
    return { labels: { le, ...labels }, value: soFar, metricName: `${description.name}_bucket` };
  });
  return [
    ...buckets,
    { labels, value: sumS, metricName: `${description.name}_sum` },
    { labels, value: soFar, metricName: `${description.name}_count` },
  ];
}

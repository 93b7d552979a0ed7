import { Counter } from 'prom-client';
import type { Metrics } from '../../platform/metrics.js';

/** Why the short lane left a request to the full lane. */
export type Decline =
  | 'method'
  | 'url'
  | 'headers'
  | 'media type'
  | 'caller'
  | 'not plain'
  | 'not prepared'
  | 'variables'
  | 'stopping';

/** Counts the requests of each lane. They are numbers until somebody asks: a request costs an addition. */
export class LaneCounts {
  #short = 0;
  readonly #declined = new Map<Decline, number>();

  constructor({ registry }: Metrics) {
    const short = (): number => this.#short;
    const declined = this.#declined;
    new Counter({
      name: 'gateway_lane_requests_total',
      help: 'Requests to /graphql, by the lane that answered them: short (operations already prepared) or full.',
      labelNames: ['lane'],
      registers: [registry],
      collect() {
        this.reset();
        this.inc({ lane: 'short' }, short());
        this.inc(
          { lane: 'full' },
          [...declined.values()].reduce((sum, count) => sum + count, 0),
        );
      },
    });
    new Counter({
      name: 'gateway_short_lane_declines_total',
      help: 'Requests to /graphql that the short lane left to the full lane, by reason.',
      labelNames: ['reason'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [reason, count] of declined) this.inc({ reason }, count);
      },
    });
  }

  answered(): void {
    this.#short += 1;
  }

  declined(reason: Decline): void {
    this.#declined.set(reason, (this.#declined.get(reason) ?? 0) + 1);
  }
}

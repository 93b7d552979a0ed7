import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '../../platform/metrics.js';

/** Why an answer is no longer kept: for room, because its time is over, or because it is known to be wrong. */
export type Removal = 'evicted' | 'expired' | 'invalidated';

/** Counts what the cache of answers does. They are numbers until somebody asks: a request costs an addition. */
export class AnswerCacheCounts {
  hits = 0;
  misses = 0;
  readonly removed: Record<Removal, number> = { evicted: 0, expired: 0, invalidated: 0 };

  /** @param kept is asked whenever metrics are read */
  constructor({ registry }: Metrics, kept: { readonly bytes: number; readonly entries: number }) {
    const registers = [registry];
    const outcomes = () => ({ hit: this.hits, miss: this.misses });
    const { removed } = this;
    new Counter({
      name: 'gateway_answer_cache_requests_total',
      help: 'Requests that were looked for among the kept answers, by outcome (hit, miss). What may never be kept is a miss.',
      labelNames: ['outcome'],
      registers,
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(outcomes())) this.inc({ outcome }, count);
      },
    });
    new Counter({
      name: 'gateway_answer_cache_removals_total',
      help: 'Answers that are no longer kept, by reason: evicted (for room), expired, or invalidated.',
      labelNames: ['reason'],
      registers,
      collect() {
        this.reset();
        for (const [reason, count] of Object.entries(removed)) this.inc({ reason }, count);
      },
    });
    new Gauge({
      name: 'gateway_answer_cache_bytes',
      help: 'What the kept answers take, as it is bounded.',
      registers,
      collect() {
        this.set(kept.bytes);
      },
    });
    new Gauge({
      name: 'gateway_answer_cache_entries',
      help: 'How many answers are kept.',
      registers,
      collect() {
        this.set(kept.entries);
      },
    });
  }
}

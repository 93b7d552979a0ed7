import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Breaker } from './Breaker.js';
import type { RateBudget } from './budget/RateBudget.js';
import type { Bulkhead } from './Bulkhead.js';
import type { Call, Refusal, Sign } from './Governor.js';
import { priorities, type Priority } from './priority.js';

/** What the governor tells Prometheus. */
export interface GovernorMetrics {
  count(call: Call, outcome: Sign['kind'] | Refusal['because']): void;
  observeWait(call: Call, waitMs: number): void;
  countRefusedRetry(operation: string): void;
  watchBreaker(operation: string, breaker: Breaker): void;
}

/** Once for each registry: metrics have names. */
export function createGovernorMetrics(
  registry: Registry,
  { bulkhead, budget }: { bulkhead: Bulkhead; budget: RateBudget },
): GovernorMetrics {
  const registers = [registry];
  const breakers = new Map<string, Breaker>();
  const calls = new Counter({
    name: 'pluvo_calls_total',
    help: 'Calls of Pluvo by outcome: well, failing and limited were made; BUSY, PAUSED and BROKEN were refused by us.',
    labelNames: ['operation', 'priority', 'outcome'],
    registers,
  });
  const waits = new Histogram({
    name: 'pluvo_call_wait_seconds',
    help: 'How long calls that were made had waited for their turn.',
    labelNames: ['priority'],
    buckets: [0.001, 0.01, 0.1, 0.5, 1, 5, 10],
    registers,
  });
  const refusedRetries = new Counter({
    name: 'pluvo_retries_refused_total',
    help: 'Reads that were not tried again because the retry budget was used up.',
    labelNames: ['operation'],
    registers,
  });
  gaugeByPriority('pluvo_calls_running', 'Calls that have a place, by priority.', (priority) =>
    bulkhead.running(priority),
  );
  gaugeByPriority('pluvo_calls_waiting', 'Calls that wait for a place, by priority.', (priority) =>
    bulkhead.waiting(priority),
  );
  gauge(
    'pluvo_rate_limit_per_second',
    'The rate that is kept to; 0 while none is known.',
    () => budget.state().ratePerS,
  );
  gauge(
    'pluvo_rate_budget_left',
    'Calls that the rate allows at once; -1 while no limit is known.',
    () => budget.state().left ?? -1,
  );
  gauge('pluvo_rate_shared', 'Whether the rate is that of the fleet: 0 while Redis is away.', () =>
    budget.state().isShared ? 1 : 0,
  );
  gauge(
    'pluvo_pause_seconds',
    'How long nobody may call because Pluvo answered 429.',
    () => budget.state().pauseMs / 1_000,
  );
  new Gauge({
    name: 'pluvo_breaker_open',
    help: 'Circuit breakers by operation: 0 closed, 0.5 probing, 1 open.',
    labelNames: ['operation'],
    registers,
    collect() {
      for (const [operation, { state }] of breakers) this.set({ operation }, openness[state]);
    },
  });

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
  function gaugeByPriority(name: string, help: string, read: (priority: Priority) => number): void {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['priority'],
      collect() {
        for (const priority of priorities) this.set({ priority }, read(priority));
      },
    });
  }

  return {
    count({ operation, priority }, outcome) {
      calls.inc({ operation, priority, outcome });
    },
    observeWait({ priority }, waitMs) {
      waits.observe({ priority }, waitMs / 1_000);
    },
    countRefusedRetry(operation) {
      refusedRetries.inc({ operation });
    },
    watchBreaker(operation, breaker) {
      breakers.set(operation, breaker);
    },
  };
}

const openness = { closed: 0, probing: 0.5, open: 1 };

import type { Clock, Sleep } from '../../platform/clock.js';
import type { Breaker, Pass } from './Breaker.js';
import type { RateBudget } from './budget/RateBudget.js';
import type { Bulkhead } from './Bulkhead.js';
import type { GovernorMetrics } from './createGovernorMetrics.js';
import type { Priority } from './priority.js';
import type { RetryBudget } from './RetryBudget.js';

export interface Call {
  /** Names what is asked of Pluvo; each has a circuit breaker of its own. */
  readonly operation: string;
  readonly priority: Priority;
  /** On the monotonic clock: it does not wait longer for its turn. */
  readonly deadlineMs: number;
}

/** What a call that was carried out says about Pluvo. */
export type Sign =
  | { readonly kind: 'well' }
  /** Pluvo could not be reached, broke off or failed. A refusal is no failure. */
  | { readonly kind: 'failing' }
  /** Pluvo answered 429. */
  | { readonly kind: 'limited'; readonly retryAfterMs: number | undefined };

export interface Signed<Value> {
  readonly value: Value;
  readonly sign: Sign;
}

/** Not one byte of the call went out. */
export interface Refusal {
  readonly kind: 'refused';
  /**
   * BUSY: others were before it, or our own rate is used up. PAUSED: Pluvo asked for a pause. BROKEN: the operation fails
   * all the time and is left alone.
   */
  readonly because: 'BUSY' | 'PAUSED' | 'BROKEN';
  /** After which it is worth while to come again, if that is known. */
  readonly retryAfterMs: number | undefined;
}

export type Governed<Value> = { readonly kind: 'ran'; readonly value: Value } | Refusal;

export interface GovernorParts {
  readonly bulkhead: Bulkhead;
  readonly budget: RateBudget;
  readonly createBreaker: () => Breaker;
  readonly retries: RetryBudget;
  readonly metrics: GovernorMetrics;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Stands before every call of Pluvo and decides when it goes: its operation's breaker, then a place in the bulkhead,
 * then a turn in the rate budget. What cannot go before its deadline is refused, as early as that is known.
 */
export class Governor {
  readonly #parts: GovernorParts;
  readonly #breakers = new Map<string, Breaker>();

  constructor(parts: GovernorParts) {
    this.#parts = parts;
  }

  /** Carries out work when its turn has come, once at most. Rejects only if the work does. */
  async run<Value>(call: Call, work: () => Promise<Signed<Value>>): Promise<Governed<Value>> {
    const result = await this.#run(call, work);
    if (result.kind === 'refused') this.#parts.metrics.count(call, result.because);
    return result;
  }

  /** Whether a read that failed may be tried again; it is counted then. */
  mayRetry({ operation }: Pick<Call, 'operation'>): boolean {
    const { retries, metrics } = this.#parts;
    const may = retries.take();
    if (!may) metrics.countRefusedRetry(operation);
    return may;
  }

  async #run<Value>(call: Call, work: () => Promise<Signed<Value>>): Promise<Governed<Value>> {
    const { bulkhead, clock, metrics } = this.#parts;
    const breaker = this.#breakerOf(call.operation);
    const brokenMs = breaker.refusesForMs();
    if (brokenMs !== undefined) return refused('BROKEN', brokenMs);
    const cameAtMs = clock.monotonicMs();
    if (!(await this.#enter(call))) return refused('BUSY');
    try {
      const refusal = await this.#awaitTurn(call);
      if (refusal) return refusal;
      const pass = breaker.admit();
      if (!pass) return refused('BROKEN', breaker.refusesForMs());
      metrics.observeWait(call, clock.monotonicMs() - cameAtMs);
      return { kind: 'ran', value: await this.#carryOut(call, pass, work) };
    } finally {
      bulkhead.leave(call.priority);
    }
  }

  /** Waits for a place until the deadline. */
  async #enter({ priority, deadlineMs }: Call): Promise<boolean> {
    const { bulkhead, clock, sleep } = this.#parts;
    const [late, entered] = [new AbortController(), new AbortController()];
    const entering = bulkhead.enter(priority, late.signal);
    void sleep(deadlineMs - clock.monotonicMs(), entered.signal).then(() => {
      late.abort();
    });
    try {
      return await entering;
    } finally {
      entered.abort();
    }
  }

  /** Undefined once it is this call's turn. */
  async #awaitTurn({ priority, deadlineMs }: Call): Promise<Refusal | undefined> {
    const { budget, clock, sleep, random } = this.#parts;
    for (;;) {
      if (clock.monotonicMs() > deadlineMs) return refused('BUSY');
      const turn = await budget.take(priority);
      if (turn.kind === 'go') return undefined;
      const { waitMs, because } = turn;
      if (clock.monotonicMs() + waitMs > deadlineMs) {
        return refused(because === 'PAUSED' ? 'PAUSED' : 'BUSY', waitMs);
      }
      // Spread, so that all who wait do not ask in the same moment.
      await sleep(waitMs * (1 + 0.1 * random()));
    }
  }

  async #carryOut<Value>(
    call: Call,
    pass: Pass,
    work: () => Promise<Signed<Value>>,
  ): Promise<Value> {
    const { budget, retries, metrics } = this.#parts;
    retries.countCall();
    let isWell = false;
    try {
      const { value, sign } = await work();
      isWell = sign.kind !== 'failing';
      metrics.count(call, sign.kind);
      if (sign.kind === 'limited') await budget.limited(sign.retryAfterMs);
      return value;
    } finally {
      pass(isWell);
    }
  }

  #breakerOf(operation: string): Breaker {
    const known = this.#breakers.get(operation);
    if (known) return known;
    const { createBreaker, metrics } = this.#parts;
    const breaker = createBreaker();
    this.#breakers.set(operation, breaker);
    metrics.watchBreaker(operation, breaker);
    return breaker;
  }
}

function refused(because: Refusal['because'], retryAfterMs?: number): Refusal {
  return { kind: 'refused', because, retryAfterMs };
}

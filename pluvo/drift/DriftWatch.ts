import type { GraphQLSchema } from 'graphql';
import type { Clock, Sleep } from '../../platform/clock.js';
import type { ReadyDetail } from '../../platform/http/health.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { createDriftMetrics, showLosses, type DriftMetrics } from './driftMetrics.js';
import { findLosses, type Drift } from './findLosses.js';
import type { KnownSchema } from './KnownSchema.js';
import type { Operation } from './Operation.js';

export interface DriftWatchOptions {
  readonly pluvo: { readonly schema: KnownSchema; readSchema(): Promise<GraphQLSchema> };
  /** What this process asks of Pluvo. */
  readonly operations: readonly Operation[];
  /** From one comparison to the next, more or less; 0: there is none, not even at the start. */
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 up to 1: replicas that start together do not ask together for ever. */
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Pluvo has something again that had been left out of what was asked. */
  readonly onRegained?: () => Promise<void>;
}

/** What is known of the schema, from the last time it could be read. */
type State =
  | { readonly kind: 'off' }
  | { readonly kind: 'not checked' }
  | { readonly kind: 'checked'; readonly checkedAtMs: number; readonly drift: Drift };

/**
 * After a failure, and between a refusal that raises a doubt and the check that it causes: so long at least, and twice as
 * long after each further failure. Introspection is a large answer, and counts against the rate limit.
 */
const shortPauseMs = 60_000;

/**
 * Compares Pluvo's schema with what our operations use, and tells the client what to leave out. Nothing waits for it: a
 * Pluvo that is away, or forbids introspection, is asked in full as if there were no watch.
 */
export class DriftWatch {
  readonly detail: ReadyDetail = { name: 'pluvoSchema', read: () => this.#report() };
  readonly #options: DriftWatchOptions;
  readonly #metrics: DriftMetrics;
  readonly #stopping = new AbortController();
  #state: State;
  /** Checks that failed in a row. */
  #failures = 0;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: DriftWatchOptions) {
    this.#options = options;
    this.#metrics = createDriftMetrics(options.metrics);
    this.#state = { kind: options.intervalMs === 0 ? 'off' : 'not checked' };
  }

  /** Begins with a check at once, in the background. */
  start(): void {
    if (this.#options.intervalMs > 0) this.#loop = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    const { pluvo, sleep } = this.#options;
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      const doubt = new AbortController();
      pluvo.schema.onDoubt(() => {
        doubt.abort();
      });
      await this.#check();
      const { leastMs, moreMs } = this.#pauses();
      await sleep(leastMs, stopping);
      await sleep(moreMs, AbortSignal.any([stopping, doubt.signal]));
    }
  }

  /** The pause until the next check: a part that is always made, and one that a doubt ends. */
  #pauses(): { leastMs: number; moreMs: number } {
    const { intervalMs, random } = this.#options;
    const wholeMs =
      this.#failures > 0
        ? Math.min(intervalMs, shortPauseMs * 2 ** (this.#failures - 1))
        : intervalMs;
    const pauseMs = wholeMs * (0.9 + 0.2 * random());
    const leastMs = Math.min(pauseMs, shortPauseMs);
    return { leastMs, moreMs: pauseMs - leastMs };
  }

  async #check(): Promise<void> {
    const { pluvo, operations, clock, logger } = this.#options;
    try {
      const schema = await pluvo.readSchema();
      pluvo.schema.learn(schema);
      const drift = findLosses(schema, operations);
      const before = this.#drift();
      this.#tell(drift, before);
      this.#state = { kind: 'checked', checkedAtMs: clock.nowMs(), drift };
      this.#failures = 0;
      showLosses(this.#metrics.losses, drift.losses);
      this.#metrics.checkedAt.set(clock.nowMs() / 1_000);
      if (isRegained(before.losses, drift.losses)) await this.#options.onRegained?.();
    } catch (error) {
      this.#failures += 1;
      if (this.#failures > 1 || this.#stopping.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ reason }, "Pluvo's schema is not checked: it could not be read; trying again");
    }
  }

  /** Says each change once. */
  #tell({ losses, deprecations }: Drift, before: Drift): void {
    const { logger } = this.#options;
    if (!isSame(losses, before.losses)) {
      if (losses.length > 0) {
        logger.error({ losses }, "Pluvo's schema has lost what we use; what needs it fails");
      } else {
        logger.info("Pluvo's schema has everything again that we use");
      }
    }
    if (deprecations.length > 0 && !isSame(deprecations, before.deprecations)) {
      logger.warn({ deprecations }, 'Pluvo announces that it will drop what we use');
    }
  }

  #drift(): Drift {
    return this.#state.kind === 'checked' ? this.#state.drift : nothing;
  }

  #report() {
    const state = this.#state;
    if (state.kind !== 'checked') return { state: state.kind };
    const { losses } = state.drift;
    return {
      state: losses.length > 0 ? 'lost' : 'complete',
      checkedAt: new Date(state.checkedAtMs).toISOString(),
      losses: losses.map(({ operation, coordinate }) => ({ operation, coordinate })),
    };
  }
}

const nothing: Drift = { losses: [], deprecations: [] };

function isRegained(before: Drift['losses'], now: Drift['losses']): boolean {
  return before.some((lost) => !now.some((loss) => isSame([loss], [lost])));
}

function isSame(some: readonly object[], others: readonly object[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

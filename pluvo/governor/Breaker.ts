import { CircuitState, CountBreaker } from 'cockatiel';
import type { Clock } from '../../platform/clock.js';

/** Opens when more than half of the last twenty calls failed, once there were ten. */
const rule = { threshold: 0.5, size: 20, minimumNumberOfCalls: 10 };
const longestOpenMs = 60_000;

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly untilMs: number; readonly failedProbes: number }
  /** One call finds out whether Pluvo is back. */
  | { readonly kind: 'probing'; readonly failedProbes: number };

/** Leave to make one call; tells how it went. */
export type Pass = (well: boolean) => void;

/**
 * A circuit breaker for one operation. When to open is cockatiel's count; its own policy is not used because it reads
 * the system's clock, and lets callers wait for a probe without a deadline, where a caller here wants to be refused.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #openMs: number;
  readonly #count = new CountBreaker(rule);
  #state: State = { kind: 'closed' };

  /** @param options.openMs how long it stays open at first; twice as long after each probe that failed. */
  constructor(options: { clock: Clock; random: () => number; openMs: number }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#openMs = options.openMs;
  }

  get state(): State['kind'] {
    return this.#state.kind;
  }

  /** How long it is not worth while to ask again, in milliseconds; undefined if a call may be let through. */
  refusesForMs(): number | undefined {
    switch (this.#state.kind) {
      case 'closed':
        return undefined;
      case 'probing':
        return this.#openMs;
      case 'open': {
        const leftMs = this.#state.untilMs - this.#clock.monotonicMs();
        return leftMs > 0 ? Math.ceil(leftMs) : undefined;
      }
    }
  }

  /** Undefined if the call is refused. Whoever is let through tells how it went, in any case. */
  admit(): Pass | undefined {
    if (this.refusesForMs() !== undefined) return undefined;
    if (this.#state.kind === 'closed') {
      return (well) => {
        this.#tell(well);
      };
    }
    const { failedProbes } = this.#state;
    this.#state = { kind: 'probing', failedProbes };
    return (well) => {
      this.#tellProbe(well, failedProbes);
    };
  }

  /** A call from before it opened says nothing new when it ends. */
  #tell(well: boolean): void {
    if (this.#state.kind !== 'closed') return;
    if (well) this.#count.success(CircuitState.Closed);
    else if (this.#count.failure(CircuitState.Closed)) this.#open(0);
  }

  #tellProbe(well: boolean, failedProbes: number): void {
    if (well) {
      this.#count.success(CircuitState.HalfOpen);
      this.#state = { kind: 'closed' };
    } else {
      this.#open(failedProbes + 1);
    }
  }

  #open(failedProbes: number): void {
    const openMs = Math.min(this.#openMs * 2 ** Math.min(failedProbes, 16), longestOpenMs);
    // Spread, so that replicas do not probe together.
    const untilMs = this.#clock.monotonicMs() + openMs * (0.8 + 0.4 * this.#random());
    this.#state = { kind: 'open', untilMs, failedProbes };
  }
}

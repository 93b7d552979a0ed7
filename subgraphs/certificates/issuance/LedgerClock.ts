import type { Clock } from '../../../platform/clock.js';
import type { Ledger } from './Ledger.js';

/** How much faster or slower than real time it may run to catch up with the ledger's clock. */
const slew = 0.01;

/** What has to be added to the monotonic clock at least, and at most, to have the ledger's. */
interface Offset {
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * The ledger's clock, as it is known without asking. It runs with this process's monotonic clock, so that no clock which
 * jumps ends a lease or a quarantine early: it only ever nears the ledger's by one part in a hundred. An answer that was
 * long under way tells only between which two moments the ledger's clock was read, so there are two readings: whether
 * something is due is asked of `nowMs`, and until when something must not happen is written down by `latestMs`.
 */
export class LedgerClock {
  readonly #ledger: Pick<Ledger, 'nowMs'>;
  readonly #clock: Clock;
  #asked: { readonly atMs: number; readonly offset: Offset } | undefined;

  constructor(ledger: Pick<Ledger, 'nowMs'>, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** Asks the ledger if it was never asked. */
  async known(): Promise<void> {
    if (!this.#asked) await this.ask();
  }

  /** Asks the ledger. The first time it takes over what it says. */
  async ask(): Promise<void> {
    const before = this.#clock.monotonicMs();
    const ledgerMs = await this.#ledger.nowMs();
    const atMs = this.#clock.monotonicMs();
    const told = { leastMs: ledgerMs - atMs, mostMs: ledgerMs - before };
    const last = this.#asked;
    const offset = last ? neared(last.offset, told, (atMs - last.atMs) * slew) : told;
    this.#asked = { atMs, offset };
  }

  /** Not later than it is. @throws if the ledger was never asked. */
  nowMs(): number {
    return Math.floor(this.#clock.monotonicMs() + this.#offset.leastMs);
  }

  /** Not earlier than it is. @throws if the ledger was never asked. */
  latestMs(): number {
    return Math.ceil(this.#clock.monotonicMs() + this.#offset.mostMs);
  }

  get #offset(): Offset {
    if (!this.#asked) throw new Error('The ledger was not asked for the time.');
    return this.#asked.offset;
  }
}

/** What is told, as far as it lies within what was known and what may have changed since. */
function neared(known: Offset, told: Offset, changeMs: number): Offset {
  const within = (ms: number) =>
    Math.max(known.leastMs - changeMs, Math.min(known.mostMs + changeMs, ms));
  return { leastMs: within(told.leastMs), mostMs: within(told.mostMs) };
}

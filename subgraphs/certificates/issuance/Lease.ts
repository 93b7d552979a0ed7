import type { Clock, Sleep } from '../../../platform/clock.js';
import type { Claim, Ledger } from './Ledger.js';
import type { LedgerClock } from './LedgerClock.js';

export interface LeaseOptions {
  readonly ledger: Pick<Ledger, 'renew'>;
  readonly ledgerClock: LedgerClock;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly leaseMs: number;
}

/** A claim that is renewed for as long as its holder works, and knows when it may be somebody else's. */
export class Lease {
  readonly claim: Claim;
  readonly #options: LeaseOptions;
  readonly #ended = new AbortController();
  readonly #renewing: Promise<void>;
  /** On the monotonic clock. */
  #heldUntilMs: number;

  /** @param askedAtMs when the claim was asked for, on the monotonic clock */
  constructor(claim: Claim, askedAtMs: number, options: LeaseOptions) {
    this.claim = claim;
    this.#options = options;
    this.#heldUntilMs = askedAtMs + options.leaseMs;
    this.#renewing = this.#renew();
  }

  /** False as soon as another may have it: also if this process was stopped for so long that it could not renew. */
  get isHeld(): boolean {
    return this.#options.clock.monotonicMs() < this.#heldUntilMs;
  }

  /** Renews it no more. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#renewing;
  }

  async #renew(): Promise<void> {
    const { ledger, ledgerClock, clock, sleep, leaseMs } = this.#options;
    const goesOn = () => !this.#ended.signal.aborted && this.isHeld;
    while (goesOn()) {
      await sleep(leaseMs / 3, this.#ended.signal);
      if (!goesOn()) return;
      const askedAtMs = clock.monotonicMs();
      // Not knowing is neither: it ends by itself if it goes on for too long.
      const renewed = await ledger
        .renew(this.claim, ledgerClock.latestMs() + leaseMs)
        .catch(() => undefined);
      if (renewed === false) this.#heldUntilMs = 0;
      if (renewed === true) this.#heldUntilMs = askedAtMs + leaseMs;
    }
  }
}

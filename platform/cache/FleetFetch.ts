import type { Sleep } from '../clock.js';
import type { Cached, Envelope, FetchReason, Read } from './CachePolicy.js';
import { countRead } from './countRead.js';
import type { Failures } from './Failures.js';
import { fetchAndFill, type Tiers, type Wanted } from './fetchAndFill.js';
import type { Stored } from './SharedTier.js';
import { releaseLease, takeLease } from './lease.js';
import { validityOf } from './validityOf.js';

export interface FleetFetchOptions extends Tiers {
  readonly sleep: Sleep;
  readonly failures: Failures;
}

/** What a look into the shared tier finds, if not a value to serve. */
export type Absence<Value> =
  | { readonly kind: 'missing'; readonly stored: Stored<Value>; readonly mark: Wanted['mark'] }
  | { readonly kind: 'away'; readonly mark: Wanted['mark'] };

export type Look<Value> = { readonly kind: 'read'; readonly read: Read<Value> } | Absence<Value>;

/** A reader waits for this. */
export interface Waiting<Value> {
  readonly cached: Cached;
  readonly look: () => Promise<Look<Value>>;
  readonly fetch: (reason: FetchReason) => Promise<Value>;
}

/** How often somebody who waits for another process's fetch looks whether it is there. */
const lookMs = 20;
/** After that they fetch themselves. */
const patienceMs = 12_000;

/** Fetches what readers wait for under a lease, so that one process of the fleet does; the others wait for what it brings. */
export class FleetFetch {
  readonly #options: FleetFetchOptions;

  constructor(options: FleetFetchOptions) {
    this.#options = options;
  }

  /** @throws whatever fetching threw, if nothing is known that may still be served. */
  async fetch<Value>(waiting: Waiting<Value>, first: Absence<Value>): Promise<Read<Value>> {
    const { clock, sleep, shared } = this.#options;
    const { key } = waiting.cached;
    const untilMs = clock.monotonicMs() + patienceMs;
    let found = first;
    while (found.kind === 'missing' && clock.monotonicMs() < untilMs) {
      if (found.stored.lease === 'cooling') {
        const last = this.#lastKnown(waiting.cached, found.stored.envelope);
        return last ?? this.#fetch(waiting, found, undefined);
      }
      const lease = found.stored.lease === 'free' ? await takeLease(shared, key, 'miss') : 'held';
      if (lease === 'away') break;
      if (lease === 'held') await sleep(lookMs);
      // Whoever had the lease before may have brought it.
      const next = await waiting.look();
      if (next.kind === 'missing' && lease !== 'held')
        return this.#fetch(waiting, next, lease.token);
      await releaseLease(shared, key, lease);
      if (next.kind === 'read') return next.read;
      found = next;
    }
    return this.#fetch(waiting, found, undefined);
  }

  /** If it fails, what was last known is better than an error. */
  async #fetch<Value>(
    { cached, fetch }: Waiting<Value>,
    found: Absence<Value>,
    lease: string | undefined,
  ): Promise<Read<Value>> {
    const { failures } = this.#options;
    const stored = found.kind === 'missing' ? found.stored : undefined;
    const wanted = { cached, generations: stored?.generations ?? [], mark: found.mark, lease };
    try {
      const { envelope } = await fetchAndFill(wanted, fetch, 'miss', this.#options);
      countRead(this.#options, 'fetched');
      const validity = validityOf(cached, envelope, envelope.fetchedAtMs);
      return { value: envelope.value, ageMs: 0, validity };
    } catch (error) {
      failures.note(cached.key);
      const last = this.#lastKnown(cached, stored?.envelope);
      if (last) return last;
      countRead(this.#options, 'failed');
      throw error;
    }
  }

  #lastKnown<Value>(cached: Cached, stored: Envelope<Value> | undefined): Read<Value> | undefined {
    const { local, clock } = this.#options;
    const nowMs = clock.nowMs();
    const kept = local.get<Value>(cached.key)?.envelope;
    const isKeptNewer = kept && kept.fetchedAtMs >= (stored?.fetchedAtMs ?? 0);
    const envelope = isKeptNewer ? kept : stored;
    if (!envelope || nowMs >= envelope.hardUntilMs) return undefined;
    countRead(this.#options, 'stale on error');
    // Another process's clock may be ahead.
    const ageMs = Math.max(0, nowMs - envelope.fetchedAtMs);
    return { value: envelope.value, ageMs, stale: 'UPSTREAM_FAILED' };
  }
}

import { sameGenerations, type Cached, type Envelope, type FetchReason } from './CachePolicy.js';
import type { Failures } from './Failures.js';
import { fetchAndFill, type Tiers } from './fetchAndFill.js';
import { releaseLease, takeLease } from './lease.js';

export interface RefresherOptions extends Tiers {
  readonly failures: Failures;
}

/** Fetches again in the background: one process of the fleet does, the others find what it brought in the shared tier. */
export class Refresher {
  readonly #options: RefresherOptions;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /** Begins to replace what is held, unless that is under way or has just failed. */
  refresh<Value>(
    cached: Cached,
    held: Envelope<Value>,
    fetch: (reason: FetchReason) => Promise<Value>,
  ): void {
    const { key } = cached;
    const { failures, metrics } = this.#options;
    if (this.#underWay.has(key) || failures.isCooling(key)) return;
    const refreshing = this.#refresh(cached, held, fetch)
      .catch(() => 'failed' as const)
      .then((outcome) => {
        this.#underWay.delete(key);
        metrics.refreshes.inc({ cache: metrics.name, outcome });
      });
    this.#underWay.set(key, refreshing);
  }

  /** Resolves when nothing is being refreshed. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async #refresh<Value>(
    cached: Cached,
    held: Envelope<Value>,
    fetch: (reason: FetchReason) => Promise<Value>,
  ): Promise<'filled' | 'overtaken' | 'left'> {
    const { local, shared, failures } = this.#options;
    const { key } = cached;
    const lease = await takeLease(shared, key, 'refresh');
    const mark = local.mark();
    const stored = await shared.read<Value>(cached).catch(() => undefined);
    // Somebody else has just refreshed it, and nothing has made that invalid.
    const isNewer =
      stored?.envelope &&
      stored.envelope.fetchedAtMs > held.fetchedAtMs &&
      sameGenerations(stored.envelope.generations, stored.generations);
    if (isNewer) local.put(cached, stored.envelope, mark);
    if (isNewer || lease === 'held') {
      await releaseLease(shared, key, lease);
      return 'left';
    }
    const generations = stored?.generations ?? held.generations;
    try {
      const token = lease === 'away' ? undefined : lease.token;
      const wanted = { cached, generations, mark, lease: token };
      const { isFilled } = await fetchAndFill(wanted, fetch, 'refresh', this.#options);
      return isFilled ? 'filled' : 'overtaken';
    } catch (error) {
      failures.note(key);
      throw error;
    }
  }
}

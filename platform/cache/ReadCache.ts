import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Sleep } from '../clock.js';
import type { ReadOutcome } from './cacheMetrics.js';
import {
  sameGenerations,
  type Cached,
  type Envelope,
  type FetchReason,
  type Read,
} from './CachePolicy.js';
import { fetchAndFill, type Tiers, type Wanted } from './fetchAndFill.js';
import { isDueEarly } from './isDueEarly.js';
import type { Stored } from './SharedTier.js';

export interface ReadCacheOptions extends Tiers {
  readonly sleep: Sleep;
  /** From 0 to below 1. */
  readonly random: () => number;
}

type Fetch<Value> = (reason: FetchReason) => Promise<Value>;

/** What a look into the shared tier finds. */
type Look<Value> =
  | { readonly kind: 'read'; readonly read: Read<Value> }
  | { readonly kind: 'missing'; readonly stored: Stored<Value>; readonly mark: Wanted['mark'] }
  | { readonly kind: 'away'; readonly mark: Wanted['mark'] };

/** While bumps cannot be heard, a value of this process is served for so long. */
const unheardTtlMs = 2_000;
/** How often somebody who waits for another process's fetch looks whether it is there. */
const lookMs = 20;
/** After that they fetch themselves. */
const patienceMs = 12_000;
/** After a failed refresh this process leaves the value alone for so long. */
const coolDownMs = 1_000;

/**
 * Reads through two tiers: what this process keeps, and what the fleet shares. It fails open: a shared tier that is away
 * is neither a hit nor a miss but a third thing, and the reader is served from what is left. A value that was bumped
 * while it was fetched is given to those who waited for it, and to nobody after them. When nothing newer can be had, what
 * was last known is served, and says so.
 */
export class ReadCache {
  readonly #options: ReadCacheOptions;
  /** Fetches under way in this process, by key and generations. */
  readonly #flights = new Map<string, Promise<Read<unknown>>>();
  readonly #refreshing = new Map<string, Promise<void>>();
  /** Keys whose last fetch failed, with the time until which they are left alone. */
  readonly #failures = new LRUCache<string, number>({ max: 10_000 });

  constructor(options: ReadCacheOptions) {
    this.#options = options;
    const { local, shared, metrics } = options;
    shared.onBump((tags) => {
      local.bump(tags);
    });
    shared.onChannel((isUp) => {
      local.channel(isUp);
      metrics.channel.set({ cache: metrics.name }, isUp ? 1 : 0);
    });
  }

  /** One value; however many ask at once, in this process or in the fleet, it is fetched once. */
  async get<Value>(cached: Cached, fetch: Fetch<Value>): Promise<Read<Value>> {
    if (cached.softTtlMs === 0) return { value: await fetch('miss'), ageMs: 0 };
    return this.#fromLocal(cached, fetch) ?? this.#fromShared(cached, fetch);
  }

  /**
   * Several values in their order.
   * @param fetch gives the values at these indexes, in the same order: those that are missing, together.
   */
  async getMany<Value>(
    wanted: readonly Cached[],
    fetch: (indexes: readonly number[], reason: FetchReason) => Promise<readonly Value[]>,
  ): Promise<Read<Value>[]> {
    // Commands to the shared tier that are sent together are answered together, so what is missing meets here.
    const loaderFor = (reason: FetchReason) =>
      new DataLoader<number, Value>((indexes) => fetch(indexes, reason), { cache: false });
    const loaders = { miss: loaderFor('miss'), refresh: loaderFor('refresh') };
    return Promise.all(
      wanted.map((cached, index) => this.get(cached, (reason) => loaders[reason].load(index))),
    );
  }

  /** Makes everything under these tags invalid: here at once, in the fleet as soon as it can be told. */
  async invalidate(tags: readonly string[]): Promise<void> {
    this.#options.local.bump(tags);
    await this.#options.shared.bump(tags);
  }

  /** Resolves when nothing is being refreshed in the background. */
  async settled(): Promise<void> {
    await Promise.all(this.#refreshing.values());
  }

  #fromLocal<Value>(cached: Cached, fetch: Fetch<Value>): Read<Value> | undefined {
    const { local, clock } = this.#options;
    const kept = local.get<Value>(cached.key);
    if (!kept || kept.standing === 'last known') return undefined;
    const ageMs = clock.nowMs() - kept.envelope.fetchedAtMs;
    if (kept.standing === 'unheard' && ageMs > unheardTtlMs) return undefined;
    return this.#serve(cached, kept.envelope, 'local', fetch);
  }

  async #fromShared<Value>(cached: Cached, fetch: Fetch<Value>): Promise<Read<Value>> {
    const look = await this.#look(cached, 'shared', fetch);
    if (look.kind === 'read') return look.read;
    // Whoever asks after a bump must not be given a fetch that began before it.
    const flight = `${cached.key}\n${look.kind === 'away' ? 'away' : look.stored.generations.join()}`;
    // A key names one kind of value.
    const underWay = this.#flights.get(flight) as Promise<Read<Value>> | undefined;
    if (underWay) {
      this.#count('coalesced');
      return underWay;
    }
    const fetching = this.#fetchForFleet(cached, look, fetch);
    const started = fetching.finally(() => this.#flights.delete(flight));
    this.#flights.set(flight, started);
    return started;
  }

  /** Looks into the shared tier; what is still good there is kept here as well. */
  async #look<Value>(
    cached: Cached,
    outcome: ReadOutcome,
    fetch: Fetch<Value>,
  ): Promise<Look<Value>> {
    const { local, shared } = this.#options;
    const mark = local.mark();
    const stored = await shared.read<Value>(cached).catch(() => undefined);
    if (!stored) return { kind: 'away', mark };
    const { envelope, generations } = stored;
    if (envelope && sameGenerations(envelope.generations, generations)) {
      local.put(cached, envelope, mark);
      const read = this.#serve(cached, envelope, outcome, fetch);
      if (read) return { kind: 'read', read };
    }
    return { kind: 'missing', mark, stored };
  }

  /** What is good, fresh or stale; if it is time, a new one is fetched in the background. */
  #serve<Value>(
    cached: Cached,
    envelope: Envelope<Value>,
    outcome: ReadOutcome,
    fetch: Fetch<Value>,
  ): Read<Value> | undefined {
    const { clock, random } = this.#options;
    const nowMs = clock.nowMs();
    if (nowMs >= envelope.hardUntilMs) return undefined;
    const isFresh = nowMs < envelope.softUntilMs;
    if (!isFresh || isDueEarly(envelope, nowMs, random())) this.#refresh(cached, envelope, fetch);
    this.#count(isFresh ? outcome : 'stale');
    const ageMs = Math.max(0, nowMs - envelope.fetchedAtMs);
    if (isFresh) return { value: envelope.value, ageMs };
    const stale = this.#failures.has(cached.key) ? 'UPSTREAM_FAILED' : 'REFRESHING';
    return { value: envelope.value, ageMs, stale };
  }

  /** Fetches under a lease, so that one process of the fleet does; the others wait for what it brings. */
  async #fetchForFleet<Value>(
    cached: Cached,
    first: Exclude<Look<Value>, { kind: 'read' }>,
    fetch: Fetch<Value>,
  ): Promise<Read<Value>> {
    const { clock, sleep } = this.#options;
    const untilMs = clock.monotonicMs() + patienceMs;
    let look = first;
    while (look.kind === 'missing' && clock.monotonicMs() < untilMs) {
      const { lease: state, envelope } = look.stored;
      if (state === 'cooling')
        return this.#lastKnown(cached, envelope) ?? this.#fetchAlone(cached, look, fetch);
      const lease = state === 'free' ? await this.#lease(cached) : 'held';
      if (lease === 'away') break;
      if (lease === 'held') await sleep(lookMs);
      // Whoever had the lease before may have brought it.
      const next: Look<Value> = await this.#look(cached, 'coalesced', fetch);
      if (next.kind === 'read') {
        if (lease !== 'held') await this.#release(cached, lease.token);
        return next.read;
      }
      if (next.kind === 'missing' && lease !== 'held') {
        const { stored, mark } = next;
        return this.#fetch(
          { cached, generations: stored.generations, mark, lease: lease.token },
          stored.envelope,
          fetch,
        );
      }
      look = next;
    }
    return this.#fetchAlone(cached, look, fetch);
  }

  /** Without the fleet: its tier is away, or others took too long. */
  #fetchAlone<Value>(
    cached: Cached,
    look: Exclude<Look<Value>, { kind: 'read' }>,
    fetch: Fetch<Value>,
  ): Promise<Read<Value>> {
    const stored = look.kind === 'missing' ? look.stored : undefined;
    const generations = stored?.generations ?? [];
    return this.#fetch(
      { cached, generations, mark: look.mark, lease: undefined },
      stored?.envelope,
      fetch,
    );
  }

  /** Fetches for a reader who waits; if that fails, what was last known is better than an error. */
  async #fetch<Value>(
    wanted: Wanted,
    known: Envelope<Value> | undefined,
    fetch: Fetch<Value>,
  ): Promise<Read<Value>> {
    const { cached } = wanted;
    try {
      const { envelope } = await fetchAndFill(wanted, fetch, 'miss', this.#options);
      this.#failures.delete(cached.key);
      this.#count('fetched');
      return { value: envelope.value, ageMs: 0 };
    } catch (error) {
      this.#failed(cached);
      const last = this.#lastKnown(cached, known);
      if (last) return last;
      this.#count('failed');
      throw error;
    }
  }

  #lastKnown<Value>(cached: Cached, stored: Envelope<Value> | undefined): Read<Value> | undefined {
    const { local, clock } = this.#options;
    const nowMs = clock.nowMs();
    const envelope = stored ?? local.get<Value>(cached.key)?.envelope;
    if (!envelope || nowMs >= envelope.hardUntilMs) return undefined;
    this.#count('stale on error');
    return { value: envelope.value, ageMs: nowMs - envelope.fetchedAtMs, stale: 'UPSTREAM_FAILED' };
  }

  /** In the background, by one process of the fleet; the others find what it brought in the shared tier. */
  #refresh<Value>(cached: Cached, held: Envelope<Value>, fetch: Fetch<Value>): void {
    const { key } = cached;
    const leftAloneUntilMs = this.#failures.get(key) ?? 0;
    if (this.#refreshing.has(key) || this.#options.clock.monotonicMs() < leftAloneUntilMs) return;
    const refreshing = this.#refreshOnce(cached, held, fetch)
      .catch(() => 'failed' as const)
      .then((outcome) => {
        this.#refreshing.delete(key);
        const { metrics } = this.#options;
        metrics.refreshes.inc({ cache: metrics.name, outcome });
      });
    this.#refreshing.set(key, refreshing);
  }

  async #refreshOnce<Value>(
    cached: Cached,
    held: Envelope<Value>,
    fetch: Fetch<Value>,
  ): Promise<'filled' | 'overtaken' | 'left'> {
    const { local, shared } = this.#options;
    const lease = await this.#lease(cached);
    if (lease === 'held') {
      // Somebody else refreshes it, or just has.
      const mark = local.mark();
      const { envelope } = await shared.read<Value>(cached);
      if (envelope && envelope.fetchedAtMs > held.fetchedAtMs) local.put(cached, envelope, mark);
      return 'left';
    }
    const token = lease === 'away' ? undefined : lease.token;
    const mark = local.mark();
    const stored = await shared.read<Value>(cached).catch(() => undefined);
    if (stored?.envelope && stored.envelope.fetchedAtMs > held.fetchedAtMs) {
      local.put(cached, stored.envelope, mark);
      if (token !== undefined) await this.#release(cached, token);
      return 'left';
    }
    const generations = stored?.generations ?? held.generations;
    try {
      const wanted = { cached, generations, mark, lease: token };
      const { isFilled } = await fetchAndFill(wanted, fetch, 'refresh', this.#options);
      this.#failures.delete(cached.key);
      return isFilled ? 'filled' : 'overtaken';
    } catch (error) {
      this.#failed(cached);
      throw error;
    }
  }

  async #lease({ key }: Cached): Promise<{ token: string } | 'held' | 'away'> {
    try {
      const token = await this.#options.shared.lease(key);
      return token === undefined ? 'held' : { token };
    } catch {
      return 'away';
    }
  }

  async #release({ key }: Cached, token: string): Promise<void> {
    await this.#options.shared.release(key, token).catch(() => undefined);
  }

  #failed({ key }: Cached): void {
    this.#failures.set(key, this.#options.clock.monotonicMs() + coolDownMs);
  }

  #count(outcome: ReadOutcome): void {
    const { metrics, local } = this.#options;
    metrics.reads.inc({ cache: metrics.name, outcome });
    metrics.bytes.set({ cache: metrics.name }, local.size);
  }
}

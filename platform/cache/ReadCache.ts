import DataLoader from 'dataloader';
import type { Sleep } from '../clock.js';
import type { MaybePromise } from '../maybePromise.js';
import type { ReadOutcome } from './cacheMetrics.js';
import {
  sameGenerations,
  type Cached,
  type Envelope,
  type FetchReason,
  type Read,
} from './CachePolicy.js';
import { countRead } from './countRead.js';
import { Failures } from './Failures.js';
import type { Tiers } from './fetchAndFill.js';
import { FleetFetch, type Look } from './FleetFetch.js';
import { isDueEarly } from './isDueEarly.js';
import { Refresher } from './Refresher.js';
import { validityOf } from './validityOf.js';

export interface ReadCacheOptions extends Tiers {
  readonly sleep: Sleep;
  /** From 0 to below 1. */
  readonly random: () => number;
}

type Fetch<Value> = (reason: FetchReason) => Promise<Value>;

/**
 * While bumps cannot be heard, a value of this process is served for so long: short enough to be forgiven, long enough that
 * few readers wait for Pluvo while Redis is away.
 */
const unheardTtlMs = 5_000;

/**
 * Reads through two tiers: what this process keeps, and what the fleet shares. It fails open: a shared tier that is away
 * is neither a hit nor a miss but a third thing, and the reader is served from what is left. A value that was bumped
 * while it was fetched is given to those who waited for it, and to nobody after them. When nothing newer can be had, what
 * was last known is served, and says so.
 */
export class ReadCache {
  readonly #options: ReadCacheOptions;
  /** Fetches under way in this process, by key and generations; by what was heard of bumps while the shared tier is away. */
  readonly #flights = new Map<string, Promise<Read<unknown>>>();
  readonly #fleet: FleetFetch;
  readonly #refresher: Refresher;
  readonly #failures: Failures;

  constructor(options: ReadCacheOptions) {
    this.#options = options;
    this.#failures = new Failures(options.clock);
    this.#fleet = new FleetFetch({ ...options, failures: this.#failures });
    this.#refresher = new Refresher({ ...options, failures: this.#failures });
    const { local, shared, metrics } = options;
    shared.onBump((tags) => {
      local.bump(tags);
    });
    shared.onChannel((isUp) => {
      local.channel(isUp);
      metrics.channel.set({ cache: metrics.name }, isUp ? 1 : 0);
    });
  }

  /**
   * One value; however many ask at once, in this process or in the fleet, it is fetched once. What this process has is
   * there at once.
   */
  read<Value>(cached: Cached, fetch: Fetch<Value>): MaybePromise<Read<Value>> {
    if (cached.softTtlMs === 0) return fetch('miss').then((value) => ({ value, ageMs: 0 }));
    return this.#fromLocal(cached, fetch) ?? this.#fromShared(cached, fetch);
  }

  /** The same, for whoever waits in any case. */
  async get<Value>(cached: Cached, fetch: Fetch<Value>): Promise<Read<Value>> {
    return this.read(cached, fetch);
  }

  /**
   * Several values in their order, with an error in the place of each that could not be had.
   * @param fetch gives the values at these indexes, or why there is none, in the same order: those that are missing, so
   *   many together at most; if it fails, others are not affected.
   */
  async getMany<Value>(
    wanted: readonly Cached[],
    fetch: (indexes: readonly number[], reason: FetchReason) => Promise<readonly (Value | Error)[]>,
    mostTogether = Infinity,
  ): Promise<(Read<Value> | Error)[]> {
    // Commands to the shared tier that are sent together are answered together, so what is missing meets here.
    const loaderFor = (reason: FetchReason) =>
      new DataLoader<number, Value>((indexes) => fetch(indexes, reason), {
        cache: false,
        maxBatchSize: mostTogether,
      });
    const loaders = { miss: loaderFor('miss'), refresh: loaderFor('refresh') };
    return Promise.all(
      wanted.map((cached, index) =>
        this.get(cached, (reason) => loaders[reason].load(index)).catch(toError),
      ),
    );
  }

  /** Makes everything under these tags invalid: here at once, in the fleet as soon as it can be told. */
  async invalidate(tags: readonly string[]): Promise<void> {
    this.#options.local.bump(tags);
    await this.#options.shared.bump(tags);
  }

  /** Resolves when nothing is being refreshed in the background. */
  async settled(): Promise<void> {
    await this.#refresher.settled();
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
    const asOf =
      look.kind === 'away'
        ? `bump ${String(this.#options.local.latestBump(cached.tags))}`
        : look.stored.generations.join();
    const flight = `${cached.key}\n${asOf}`;
    // A key names one kind of value.
    const underWay = this.#flights.get(flight) as Promise<Read<Value>> | undefined;
    if (underWay) {
      countRead(this.#options, 'coalesced');
      return underWay;
    }
    const again = () => this.#look(cached, 'coalesced', fetch);
    const fetching = this.#fleet.fetch({ cached, look: again, fetch }, look);
    const started = fetching.finally(() => this.#flights.delete(flight));
    this.#flights.set(flight, started);
    return started;
  }

  /** Looks into the shared tier; what is there is kept here as well, if it is no longer good then as last known. */
  async #look<Value>(
    cached: Cached,
    outcome: ReadOutcome,
    fetch: Fetch<Value>,
  ): Promise<Look<Value>> {
    const { local, shared } = this.#options;
    const mark = local.mark();
    const stored = await shared.read<Value>(cached).catch(() => undefined);
    if (!stored) return { kind: 'away', mark };
    const { envelope, text, generations } = stored;
    const isGood = envelope && sameGenerations(envelope.generations, generations);
    if (envelope) local.put(cached, envelope, isGood ? mark : undefined, text);
    if (isGood) {
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
    if (!isFresh || isDueEarly(envelope, nowMs, random())) {
      this.#refresher.refresh(cached, envelope, fetch);
    }
    countRead(this.#options, isFresh ? outcome : 'stale');
    const ageMs = Math.max(0, nowMs - envelope.fetchedAtMs);
    if (isFresh)
      return { value: envelope.value, ageMs, validity: validityOf(cached, envelope, nowMs) };
    const hasFailed = this.#failures.hasSince(cached.key, envelope.fetchedAtMs);
    return { value: envelope.value, ageMs, stale: hasFailed ? 'UPSTREAM_FAILED' : 'REFRESHING' };
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

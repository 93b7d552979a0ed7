import type { Keyv } from 'keyv';
import type { Logger } from '../log.js';
import type { Generations } from './Generations.js';

/** How a value is cached. */
export interface CachePolicy {
  /** A bump of any of these makes the value invalid. */
  readonly tags: readonly string[];
  readonly ttlMs: number;
}

/** A value by its name. */
export interface Cached extends CachePolicy {
  readonly key: string;
}

interface Envelope<Value> {
  readonly value: Value;
  /** Of the policy's tags, read before the value was fetched. */
  readonly generations: readonly string[];
}

/**
 * A read-through cache for what may be read again at any time. It fails open: a store that is away is a miss, never an
 * error. A value fetched while its tag was bumped is given to those who wait for it, and to nobody after them.
 */
export class ReadCache {
  readonly #keyv: Keyv;
  readonly #generations: Generations;
  readonly #logger: Logger;
  readonly #inFlight = new Map<string, Promise<unknown>>();

  constructor(options: { keyv: Keyv; generations: Generations; logger: Logger }) {
    this.#keyv = options.keyv;
    this.#generations = options.generations;
    this.#logger = options.logger;
    this.#keyv.on('error', (error: unknown) => {
      this.#logger.warn({ reason: String(error) }, 'the cache is away; reading without it');
    });
  }

  /** The cached value, or a fetched one; however many ask at once in this process, one fetch is made. */
  async get<Value>(key: string, policy: CachePolicy, fetch: () => Promise<Value>): Promise<Value> {
    const [value] = await this.getMany([{ key, ...policy }], async () => [await fetch()]);
    // One was asked for, so one came.
    return value as Value;
  }

  /**
   * Several values at once, in their order.
   * @param fetch gives the values at these indexes, in the same order: those that are neither cached nor under way.
   */
  async getMany<Value>(
    wanted: readonly Cached[],
    fetch: (missing: readonly number[]) => Promise<readonly Value[]>,
  ): Promise<Value[]> {
    const generations = await this.#generationsOf(wanted);
    const envelopes = generations ? await this.#stored<Value>(wanted) : [];
    const hits = wanted.map((_, index) => {
      const envelope = envelopes[index];
      return envelope && same(envelope.generations, generations?.[index] ?? [])
        ? envelope
        : undefined;
    });
    // Whoever asks after a bump must not be given a fetch that began before it.
    const flights = wanted.map(({ key }, index) => `${key}\n${generations?.[index]?.join() ?? ''}`);
    const missing = flights.flatMap((flight, index) =>
      hits[index] || this.#inFlight.has(flight) || flights.indexOf(flight) < index ? [] : index,
    );
    const fetched = missing.length > 0 ? fetch(missing) : Promise.resolve([]);
    missing.forEach((index, place) => {
      const fill = async () => {
        // fetch answers every index it was given.
        const value = (await fetched)[place] as Value;
        const before = generations?.[index];
        const cached = wanted[index];
        if (before && cached) await this.#fill(cached, { value, generations: before });
        return value;
      };
      const flight = flights[index] ?? '';
      this.#inFlight.set(
        flight,
        fill().finally(() => this.#inFlight.delete(flight)),
      );
    });
    return Promise.all(
      hits.map((hit, index): Promise<Value> => {
        if (hit) return Promise.resolve(hit.value);
        // Entries of one flight come from calls for the same key, which names one kind of value.
        return this.#inFlight.get(flights[index] ?? '') as Promise<Value>;
      }),
    );
  }

  /** Makes everything under these tags invalid, for every process that shares the store. */
  async invalidate(tags: readonly string[]): Promise<void> {
    await this.#generations.bump(tags).catch((error: unknown) => {
      this.#logger.warn(
        { reason: String(error) },
        'could not invalidate; cached values live out their time',
      );
    });
  }

  async #fill<Value>({ key, tags, ttlMs }: Cached, envelope: Envelope<Value>): Promise<void> {
    const now = await this.#read(tags);
    // Keyv takes a time to live of 0 for eternity.
    if (ttlMs > 0 && now && same(now, envelope.generations))
      await this.#keyv.set(key, envelope, ttlMs);
  }

  /** The generations of each, or undefined. */
  async #generationsOf(
    wanted: readonly Cached[],
  ): Promise<readonly (readonly string[])[] | undefined> {
    const all = await this.#read(wanted.flatMap(({ tags }) => tags));
    let read = 0;
    return all && wanted.map(({ tags }) => all.slice(read, (read += tags.length)));
  }

  /** Undefined if the store is away: then nothing cached can be trusted, and nothing is stored. */
  async #read(tags: readonly string[]): Promise<readonly string[] | undefined> {
    try {
      return await this.#generations.read(tags);
    } catch {
      return undefined;
    }
  }

  async #stored<Value>(
    wanted: readonly Cached[],
  ): Promise<readonly (Envelope<Value> | undefined)[]> {
    try {
      return await this.#keyv.getMany<Envelope<Value>>(wanted.map(({ key }) => key));
    } catch {
      return [];
    }
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((generation, index) => generation === b[index]);
}

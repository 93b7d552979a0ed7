import type { Keyv } from 'keyv';
import type { Logger } from '../log.js';
import type { Generations } from './Generations.js';

/** How a value is cached. */
export interface CachePolicy {
  /** A bump of any of these makes the value invalid. */
  readonly tags: readonly string[];
  readonly ttlMs: number;
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
    const generations = await this.#read(policy.tags);
    if (generations) {
      const envelope = await this.#keyv.get<Envelope<Value>>(key);
      if (envelope && same(envelope.generations, generations)) return envelope.value;
    }
    // Whoever asks after a bump must not be given a fetch that began before it.
    return this.#once(`${key}\n${generations?.join() ?? ''}`, async () => {
      const value = await fetch();
      if (generations) await this.#fill(key, policy, { value, generations });
      return value;
    });
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

  async #fill<Value>(
    key: string,
    { tags, ttlMs }: CachePolicy,
    envelope: Envelope<Value>,
  ): Promise<void> {
    const now = await this.#read(tags);
    // Keyv takes a time to live of 0 for eternity.
    if (ttlMs > 0 && now && same(now, envelope.generations))
      await this.#keyv.set(key, envelope, ttlMs);
  }

  /** Undefined if the store is away: then nothing cached can be trusted, and nothing is stored. */
  async #read(tags: readonly string[]): Promise<readonly string[] | undefined> {
    try {
      return await this.#generations.read(tags);
    } catch {
      return undefined;
    }
  }

  #once<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const pending = this.#inFlight.get(key);
    // Entries of one key come from get<Value> calls of the same key, which names one kind of value.
    if (pending) return pending as Promise<Value>;
    const started = work().finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, started);
    return started;
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((generation, index) => generation === b[index]);
}

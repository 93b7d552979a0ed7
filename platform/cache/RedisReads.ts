import DataLoader from 'dataloader';
import { Keyv } from 'keyv';
import type { RedisConnection } from '../redis.js';
import type { Cached } from './CachePolicy.js';
import { generationKey, leaseKey, valueKey } from './redisKeys.js';
import { RedisKeyvStore } from './RedisKeyvStore.js';

/** What Redis has of one value, as it came. */
export interface Texts {
  /** The envelope as JSON. */
  readonly text: string | undefined;
  readonly lease: string | undefined;
  /** Of the policy's tags in their order; '' for one that was never bumped. */
  readonly generations: readonly string[];
}

/**
 * Reads values with their leases and the generations of their tags. All that is asked for in one turn of the event loop
 * is one command: under load most of what a read costs is the command, not what it brings.
 */
export class RedisReads {
  readonly #keyv: Keyv<string>;
  readonly #loader = new DataLoader<Cached, Texts>((wanted) => this.#readAll(wanted), {
    cache: false,
    batchScheduleFn: setImmediate,
  });

  constructor(redis: RedisConnection, prefix: string) {
    this.#keyv = new Keyv({
      store: new RedisKeyvStore(redis, prefix),
      useKeyPrefix: false,
      throwOnErrors: true,
    });
    this.#keyv.on('error', () => undefined);
  }

  read(wanted: Cached): Promise<Texts> {
    return this.#loader.load(wanted);
  }

  async #readAll(wanted: readonly Cached[]): Promise<Texts[]> {
    const tags = [...new Set(wanted.flatMap((cached) => cached.tags))];
    const found = await this.#keyv.getMany([
      ...wanted.map(({ key }) => valueKey(key)),
      ...wanted.map(({ key }) => leaseKey(key)),
      ...tags.map(generationKey),
    ]);
    const firstGeneration = 2 * wanted.length;
    const generations = new Map(tags.map((tag, index) => [tag, found[firstGeneration + index]]));
    return wanted.map((cached, index) => ({
      text: found[index],
      lease: found[wanted.length + index],
      generations: cached.tags.map((tag) => generations.get(tag) ?? ''),
    }));
  }
}

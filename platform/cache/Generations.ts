import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RedisConnection } from '../redis.js';

/**
 * What a tag's cached values belong to. A bump makes every value filled before it invalid, also one whose fetch is still
 * under way. Generations are random, not counted: a counter that Redis lost would come back to an old number.
 */
export interface Generations {
  /** The current generation of each tag; a tag nobody bumped has the empty one. */
  read(tags: readonly string[]): Promise<readonly string[]>;
  bump(tags: readonly string[]): Promise<void>;
}

/** For one process, bounded in how many tags it remembers. */
export class MemoryGenerations implements Generations {
  /** The generation of every tag not remembered: a new one as soon as a bump had to be forgotten. */
  #others = '';
  readonly #byTag = new LRUCache<string, string>({
    max: 100_000,
    dispose: (_generation, _tag, reason) => {
      if (reason === 'evict') this.#others = randomUUID();
    },
  });

  read(tags: readonly string[]) {
    return Promise.resolve(tags.map((tag) => this.#byTag.get(tag) ?? this.#others));
  }

  bump(tags: readonly string[]) {
    for (const tag of tags) this.#byTag.set(tag, randomUUID());
    return Promise.resolve();
  }
}

/** Longer than any cached value lives, so that a generation never ends before the values it made invalid. */
const generationLifeMs = 24 * 3_600_000;

/** For all processes that share a Redis. */
export class RedisGenerations implements Generations {
  readonly #redis: RedisConnection;
  readonly #prefix: string;

  constructor(redis: RedisConnection, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async read(tags: readonly string[]) {
    if (tags.length === 0) return [];
    const values = await this.#redis.mget(tags.map((tag) => this.#prefix + tag));
    return values.map((value) => value ?? '');
  }

  async bump(tags: readonly string[]) {
    const pipeline = this.#redis.pipeline();
    for (const tag of tags) pipeline.set(this.#prefix + tag, randomUUID(), 'PX', generationLifeMs);
    await pipeline.exec();
  }
}

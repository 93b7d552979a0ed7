import { EventEmitter } from 'node:events';
import type { KeyvStoreAdapter, StoredDataRaw } from 'keyv';
import type { RedisConnection } from '../redis.js';

/**
 * Keyv's storage of texts on our own ioredis connection, under a prefix of its own. (Keyv's own prefixing treats one key and
 * many differently when a key begins like the namespace.) Times to live are milliseconds, as Keyv counts.
 */
export class RedisKeyvStore extends EventEmitter implements KeyvStoreAdapter {
  readonly opts = { dialect: 'redis' };
  namespace?: string | undefined;
  readonly #redis: RedisConnection;
  readonly #prefix: string;

  constructor(redis: RedisConnection, prefix: string) {
    super();
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async get<Value>(key: string): Promise<StoredDataRaw<Value>> {
    const [row] = await this.getMany<Value>([key]);
    return row;
  }

  /** As rows that Keyv need not read any more: it would wait for each by itself. */
  async getMany<Value>(keys: string[]): Promise<StoredDataRaw<Value>[]> {
    const texts = await this.#redis.mget(keys.map((key) => this.#prefix + key));
    // Value is text: that is what this stores.
    return texts.map((text) => (text === null ? undefined : { value: text as Value }));
  }

  async set(key: string, text: string, ttlMs?: number) {
    if (ttlMs === undefined) await this.#redis.set(this.#prefix + key, text);
    else await this.#redis.set(this.#prefix + key, text, 'PX', ttlMs);
    return true;
  }

  async delete(key: string) {
    return (await this.#redis.unlink(this.#prefix + key)) > 0;
  }

  /** Refuses: the server is shared, and nobody may empty what others put there. */
  clear(): Promise<void> {
    return Promise.reject(new Error('A shared Redis is not cleared; bump a generation instead.'));
  }
}

import { EventEmitter } from 'node:events';
import type { KeyvStoreAdapter } from 'keyv';
import type { RedisConnection } from '../redis.js';

/**
 * Keyv's storage on our own ioredis connection, under a prefix of its own. (Keyv's own prefixing treats one key and
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

  async get<Value>(key: string) {
    // Keyv writes and reads these texts itself; Value is what it will make of them.
    return ((await this.#redis.get(this.#prefix + key)) ?? undefined) as Value | undefined;
  }

  async getMany<Value>(keys: string[]) {
    const values = await this.#redis.mget(keys.map((key) => this.#prefix + key));
    return values.map((value) => (value ?? undefined) as Value | undefined);
  }

  async set(key: string, value: string, ttlMs?: number) {
    if (ttlMs === undefined) await this.#redis.set(this.#prefix + key, value);
    else await this.#redis.set(this.#prefix + key, value, 'PX', ttlMs);
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

import { EventEmitter } from 'node:events';
import type { KeyvStoreAdapter } from 'keyv';
import type { Redis } from 'ioredis';

/** Keyv's storage on our own ioredis connection. Times to live are milliseconds, as Keyv counts. */
export class RedisKeyvStore extends EventEmitter implements KeyvStoreAdapter {
  readonly opts = { dialect: 'redis' };
  namespace?: string | undefined;
  readonly #redis: Redis;

  constructor(redis: Redis) {
    super();
    this.#redis = redis;
  }

  async get<Value>(key: string) {
    // Keyv writes and reads these texts itself; Value is what it will make of them.
    return ((await this.#redis.get(key)) ?? undefined) as Value | undefined;
  }

  async getMany<Value>(keys: string[]) {
    const values = await this.#redis.mget(keys);
    return values.map((value) => (value ?? undefined) as Value | undefined);
  }

  async set(key: string, value: string, ttlMs?: number) {
    if (ttlMs === undefined) await this.#redis.set(key, value);
    else await this.#redis.set(key, value, 'PX', ttlMs);
    return true;
  }

  async delete(key: string) {
    return (await this.#redis.unlink(key)) > 0;
  }

  /** Refuses: the server is shared, and nobody may empty what others put there. */
  clear(): Promise<void> {
    return Promise.reject(new Error('A shared Redis is not cleared; bump a generation instead.'));
  }
}

import { LRUCache } from 'lru-cache';

/** Keyv's storage in this process, bounded in bytes: the least recently used goes first. */
export class MemoryKeyvStore {
  readonly #values: LRUCache<string, string>;

  constructor(maxBytes: number) {
    this.#values = new LRUCache({
      maxSize: maxBytes,
      // Two bytes a character is what V8 takes at most.
      sizeCalculation: (value, key) => 2 * (value.length + key.length) + 1,
    });
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string, ttlMs?: number): void {
    this.#values.set(key, value, { ...(ttlMs !== undefined && { ttl: ttlMs }) });
  }

  delete(key: string): boolean {
    return this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}

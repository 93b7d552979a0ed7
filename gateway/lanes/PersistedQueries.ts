import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { Bounds } from '../operations/PreparedOperations.js';

type PersistedQueryOptions = Exclude<
  ApolloServerOptions<BaseContext>['persistedQueries'],
  false | undefined
>;
type Cache = NonNullable<PersistedQueryOptions['cache']>;

/** Apollo Server puts it before every hash. */
const prefix = 'apq:';

/**
 * The documents that callers registered under their hashes. Apollo Server checks and registers them; who asks by the
 * hash alone is answered in either lane.
 */
export class PersistedQueries implements Cache {
  readonly #queries: LRUCache<string, string>;

  constructor({ operations, characters }: Bounds) {
    this.#queries = new LRUCache({
      max: operations,
      maxSize: characters,
      sizeCalculation: (query) => query.length || 1,
    });
  }

  find(hash: string): string | undefined {
    return this.#queries.get(prefix + hash);
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#queries.get(key));
  }

  set(key: string, query: string): Promise<void> {
    this.#queries.set(key, query);
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#queries.delete(key));
  }
}

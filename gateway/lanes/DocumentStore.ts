import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Bounds } from '../operations/PreparedOperations.js';

type Store = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** The documents that were found to be valid. Apollo Server's own store has room for far more than is worth keeping. */
export class DocumentStore implements Store {
  readonly #documents: LRUCache<string, DocumentNode>;

  constructor({ operations, characters }: Bounds) {
    this.#documents = new LRUCache({
      max: operations,
      maxSize: characters,
      sizeCalculation: ({ loc }) => loc?.source.body.length || 1,
    });
  }

  get(hash: string): Promise<DocumentNode | undefined> {
    return Promise.resolve(this.#documents.get(hash));
  }

  set(hash: string, document: DocumentNode): Promise<void> {
    this.#documents.set(hash, document);
    return Promise.resolve();
  }

  delete(hash: string): Promise<void> {
    this.#documents.delete(hash);
    return Promise.resolve();
  }
}

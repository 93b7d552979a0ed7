import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../platform/identity.js';
import { Askers } from '../planning/Askers.js';
import type { NamedOperation } from './OperationsFile.js';

/** How much is kept; the least recently used goes first. */
export interface Bounds {
  readonly operations: number;
  /** Of the documents they came in, all together. */
  readonly characters: number;
}

export const defaultBounds: Bounds = { operations: 1_000, characters: 8_388_608 };

/** Makes an operation ready to run. */
export type Prepare<Prepared> = (
  document: DocumentNode,
  operationName: string | undefined,
  askers: Askers,
) => Promise<Prepared>;

interface Entry<Prepared> extends NamedOperation {
  readonly prepared: Prepared;
  /** How often it was found. */
  uses: number;
}

/**
 * The operations that are ready to run, by the text of their document and their name. Each is prepared once, however
 * many callers ask for it at the same time, and a caller who sends ever new ones gets no more memory than the bounds.
 */
export class PreparedOperations<Prepared extends object> {
  readonly #prepare: Prepare<Prepared>;
  readonly #entries: LRUCache<string, Entry<Prepared>>;
  readonly #preparing = new Map<string, { askers: Askers; prepared: Promise<Prepared> }>();

  /** @param prepare what it throws is not remembered here. */
  constructor(prepare: Prepare<Prepared>, { operations, characters }: Bounds) {
    this.#prepare = prepare;
    this.#entries = new LRUCache({
      max: operations,
      maxSize: characters,
      sizeCalculation: (_entry, key) => key.length || 1,
    });
  }

  /** The operation if it is ready. */
  find(query: string, operationName: string | undefined): Prepared | undefined {
    const entry = this.#entries.get(keyOf(query, operationName));
    // Keys of different operations may be the same text, if somebody takes pains.
    if (entry?.query !== query || entry.operationName !== operationName) return undefined;
    entry.uses += 1;
    return entry.prepared;
  }

  /** Those that were found most often, as many as fit; among equals, the most recently used. */
  mostUsed({ operations, characters }: Bounds): readonly NamedOperation[] {
    const byUse = [...this.#entries.values()].sort((a, b) => b.uses - a.uses);
    let left = characters;
    return byUse.slice(0, operations).flatMap(({ query, operationName }) => {
      if (query.length > left) return [];
      left -= query.length;
      return [{ query, operationName }];
    });
  }

  /**
   * The operation, made ready if it is not.
   * @param document what the query says: parsed and valid.
   */
  async prepare(
    document: DocumentNode,
    query: string,
    operationName: string | undefined,
    caller: Caller,
  ): Promise<Prepared> {
    const ready = this.find(query, operationName);
    if (ready) return ready;
    const key = keyOf(query, operationName);
    const others = this.#preparing.get(key);
    if (others) {
      others.askers.join(caller);
      return others.prepared;
    }
    const askers = new Askers(caller);
    const prepared = this.#prepare(document, operationName, askers).then((ready) => {
      this.#entries.set(key, { query, operationName, prepared: ready, uses: 0 });
      return ready;
    });
    this.#preparing.set(key, { askers, prepared });
    try {
      return await prepared;
    } finally {
      this.#preparing.delete(key);
    }
  }
}

function keyOf(query: string, operationName: string | undefined): string {
  return operationName === undefined ? query : `${operationName}\0${query}`;
}

import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import { inBatches } from '../../../platform/inBatches.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { PluvoPortfolioItem } from '../../../pluvo/types.js';

type Items = readonly PluvoPortfolioItem[];

/** Portfolios in one request to Pluvo, each under an alias. */
const portfoliosPerRequest = 25;

/** What people hold, read through the cache; those that are missing are read from Pluvo several at a time. */
export class Portfolios {
  readonly #pluvo: Pick<PluvoClient, 'portfolioItems'>;
  readonly #cache: ReadCache;
  readonly #ttlMs: number;

  constructor(options: {
    pluvo: Pick<PluvoClient, 'portfolioItems'>;
    cache: ReadCache;
    ttlMs: number;
  }) {
    this.#pluvo = options.pluvo;
    this.#cache = options.cache;
    this.#ttlMs = options.ttlMs;
  }

  /** The items of each Pluvo user, newest first, in the order of the ids. @throws PluvoError */
  of(pluvoUserIds: readonly string[]): Promise<Items[]> {
    const ttlMs = this.#ttlMs;
    return this.#cache.getMany(
      pluvoUserIds.map((id) => ({ key: tagOf(id), tags: [tagOf(id)], ttlMs })),
      (missing) => this.#read(missing.map((index) => pluvoUserIds[index] ?? '')),
    );
  }

  async #read(pluvoUserIds: readonly string[]): Promise<Items[]> {
    const batches = inBatches(pluvoUserIds, portfoliosPerRequest);
    const portfolios = await Promise.all(
      batches.map((ids) => this.#pluvo.portfolioItems(ids, { priority: 'person' })),
    );
    return portfolios.flat().map(newestFirst);
  }

  /** Something was issued to these users: what is cached of them is no longer true. */
  changed(pluvoUserIds: readonly string[]): Promise<void> {
    return this.#cache.invalidate(pluvoUserIds.map(tagOf));
  }
}

function tagOf(pluvoUserId: string): string {
  return `portfolio:${pluvoUserId}`;
}

/** In Pluvo's order if its schema has lost the dates. */
function newestFirst(items: Items): Items {
  const atMs = ({ startDate }: PluvoPortfolioItem) => (startDate ? Date.parse(startDate) : 0);
  return [...items].sort((a, b) => atMs(b) - atMs(a));
}

import DataLoader from 'dataloader';
import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { PluvoPortfolioItem } from '../../../pluvo/types.js';

/** Portfolios in one request to Pluvo, each under an alias. */
const portfoliosPerRequest = 25;

/** What people hold, read through the cache; those that are missing are read from Pluvo several at a time. */
export class Portfolios {
  readonly #cache: ReadCache;
  readonly #ttlMs: number;
  readonly #upstream: DataLoader<string, readonly PluvoPortfolioItem[]>;

  constructor(options: {
    pluvo: Pick<PluvoClient, 'portfolioItems'>;
    cache: ReadCache;
    ttlMs: number;
  }) {
    this.#cache = options.cache;
    this.#ttlMs = options.ttlMs;
    // Shared by all requests and without a memory of its own: it only brings together what is asked at the same time.
    this.#upstream = new DataLoader((userIds) => options.pluvo.portfolioItems(userIds), {
      maxBatchSize: portfoliosPerRequest,
      cache: false,
      batchScheduleFn: setImmediate,
    });
  }

  /** The items of one Pluvo user, newest first. @throws PluvoError */
  async of(pluvoUserId: string): Promise<readonly PluvoPortfolioItem[]> {
    const items = await this.#cache.get(
      tagOf(pluvoUserId),
      { tags: [tagOf(pluvoUserId)], ttlMs: this.#ttlMs },
      () => this.#upstream.load(pluvoUserId),
    );
    return [...items].sort((a, b) => Date.parse(b.startDate) - Date.parse(a.startDate));
  }

  /** Something was issued to these users: what is cached of them is no longer true. */
  changed(pluvoUserIds: readonly string[]): Promise<void> {
    return this.#cache.invalidate(pluvoUserIds.map(tagOf));
  }
}

function tagOf(pluvoUserId: string): string {
  return `portfolio:${pluvoUserId}`;
}

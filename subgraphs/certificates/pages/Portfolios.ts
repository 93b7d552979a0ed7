import type { FetchReason } from '../../../platform/cache/CachePolicy.js';
import type { Freshness } from '../../../platform/cache/Freshness.js';
import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import { inBatches } from '../../../platform/inBatches.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { PluvoPortfolioItem } from '../../../pluvo/types.js';
import { priorityOf, type PageTtl } from './CertificatePages.js';

type Items = readonly PluvoPortfolioItem[];

/** Portfolios in one request to Pluvo, each under an alias. */
const portfoliosPerRequest = 25;

/** What people hold, read through the cache; those that are missing are read from Pluvo several at a time. */
export class Portfolios {
  readonly #pluvo: Pick<PluvoClient, 'portfolioItems'>;
  readonly #cache: ReadCache;
  readonly #ttl: PageTtl;

  constructor(options: {
    pluvo: Pick<PluvoClient, 'portfolioItems'>;
    cache: ReadCache;
    ttl: PageTtl;
  }) {
    this.#pluvo = options.pluvo;
    this.#cache = options.cache;
    this.#ttl = options.ttl;
  }

  /** The items of each Pluvo user, newest first, in the order of the ids. @throws PluvoError */
  async of(pluvoUserIds: readonly string[], freshness: Freshness): Promise<Items[]> {
    const reads = await this.#cache.getMany(
      pluvoUserIds.map((id) => ({ key: tagOf(id), tags: [tagOf(id)], ...this.#ttl })),
      (missing, reason) =>
        this.#read(
          missing.map((index) => pluvoUserIds[index] ?? ''),
          reason,
        ),
    );
    return reads.map((read) => freshness.of('portfolioItems', read));
  }

  async #read(pluvoUserIds: readonly string[], reason: FetchReason): Promise<Items[]> {
    const batches = inBatches(pluvoUserIds, portfoliosPerRequest);
    const portfolios = await Promise.all(
      batches.map((ids) => this.#pluvo.portfolioItems(ids, { priority: priorityOf(reason) })),
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

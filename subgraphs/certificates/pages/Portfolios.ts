import type { FetchReason } from '../../../platform/cache/CachePolicy.js';
import type { Freshness } from '../../../platform/cache/Freshness.js';
import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import type { PluvoError } from '../../../pluvo/errors.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { PluvoPortfolioItem } from '../../../pluvo/types.js';
import { priorityOf, type PageTtl } from './CertificatePages.js';
import { pluvoSchemaTag } from './pluvoSchemaTag.js';

type Items = readonly PluvoPortfolioItem[];

/** Portfolios in one request to Pluvo, each under an alias. */
const portfoliosPerRequest = 25;

/** What people hold, read through the cache; those that are missing are read from Pluvo several at a time. */
export class Portfolios {
  readonly #pluvo: Pick<PluvoClient, 'portfolios'>;
  readonly #cache: ReadCache;
  readonly #ttl: PageTtl;

  constructor(options: { pluvo: Pick<PluvoClient, 'portfolios'>; cache: ReadCache; ttl: PageTtl }) {
    this.#pluvo = options.pluvo;
    this.#cache = options.cache;
    this.#ttl = options.ttl;
  }

  /**
   * The items of each Pluvo user, newest first, in the order of the ids; a PluvoError in the place of those that could not
   * be read.
   */
  async of(pluvoUserIds: readonly string[], freshness: Freshness): Promise<(Items | Error)[]> {
    const reads = await this.#cache.getMany(
      pluvoUserIds.map((id) => ({
        key: tagOf(id),
        tags: [tagOf(id), pluvoSchemaTag],
        ...this.#ttl,
      })),
      (missing, reason) =>
        this.#read(
          missing.map((index) => pluvoUserIds[index] ?? ''),
          reason,
        ),
      portfoliosPerRequest,
    );
    return reads.map((read) =>
      read instanceof Error ? read : freshness.of('portfolioItems', read),
    );
  }

  async #read(
    pluvoUserIds: readonly string[],
    reason: FetchReason,
  ): Promise<(Items | PluvoError)[]> {
    const priority = priorityOf(reason);
    const portfolios = await this.#pluvo.portfolios(pluvoUserIds, { priority });
    return portfolios.map((items) => (items instanceof Error ? items : newestFirst(items)));
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

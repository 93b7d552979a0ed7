import type { CachePolicy, FetchReason } from '../../../platform/cache/CachePolicy.js';
import type { Freshness } from '../../../platform/cache/Freshness.js';
import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { PluvoClient, PluvoPage } from '../../../pluvo/PluvoClient.js';
import { pluvoPageSize, type PluvoCertificate } from '../../../pluvo/types.js';
import { checkPage } from './checkPage.js';
import type { CursorFormat } from './cursorFormat.js';
import { readWindow } from './readWindow.js';

const certificatesTag = 'certificates';

/** How long pages live, in milliseconds. */
export type PageTtl = Pick<CachePolicy, 'softTtlMs' | 'hardTtlMs'>;

/** Pluvo's certificates, read through the cache page by page. */
export class CertificatePages {
  readonly #pluvo: Pick<PluvoClient, 'certificates'>;
  readonly #cache: ReadCache;
  readonly #format: CursorFormat;
  readonly #ttl: PageTtl;

  constructor(options: {
    pluvo: Pick<PluvoClient, 'certificates'>;
    cache: ReadCache;
    format: CursorFormat;
    ttl: PageTtl;
  }) {
    this.#pluvo = options.pluvo;
    this.#cache = options.cache;
    this.#format = options.format;
    this.#ttl = options.ttl;
  }

  /** Null if Pluvo answers null. @throws PlatformError INVALID_CURSOR, PluvoError */
  window(window: Window, freshness: Freshness) {
    return readWindow(window, this.#format, (page) => this.#page(page, freshness));
  }

  /** The certificates with these ids; undefined where Pluvo lists none. Pluvo has no query for one, so pages are searched. */
  async find(
    ids: readonly string[],
    freshness: Freshness,
  ): Promise<(PluvoCertificate | undefined)[]> {
    const wanted = new Set(ids);
    const found = new Map<string, PluvoCertificate>();
    let after: string | null | undefined;
    do {
      const page = await this.#page({ first: pluvoPageSize, ...(after && { after }) }, freshness);
      for (const edge of page?.edges ?? []) {
        const id = edge?.node?.id.toLowerCase() ?? '';
        if (edge?.node && wanted.has(id)) found.set(id, edge.node);
      }
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after && found.size < wanted.size);
    return ids.map((id) => found.get(id));
  }

  /** The list has changed: what is cached of it is no longer true. */
  changed(): Promise<void> {
    return this.#cache.invalidate([certificatesTag]);
  }

  async #page(page: PluvoPage, freshness: Freshness) {
    const cached = { key: `page:${JSON.stringify(page)}`, tags: [certificatesTag], ...this.#ttl };
    const read = await this.#cache.get(cached, async (reason) => {
      const came = await this.#pluvo.certificates(page, { priority: priorityOf(reason) });
      return checkPage(page, came, this.#format.leastWithMore);
    });
    return freshness.of('certificates', read);
  }
}

/** A reader goes before everything, a refresh after everything. */
export function priorityOf(reason: FetchReason): 'person' | 'refresh' {
  return reason === 'miss' ? 'person' : 'refresh';
}

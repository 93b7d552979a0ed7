import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { PluvoClient, PluvoPage } from '../../../pluvo/PluvoClient.js';
import { pluvoPageSize, type PluvoCertificate } from '../../../pluvo/types.js';
import type { CursorFormat } from './cursorFormat.js';
import { readWindow } from './readWindow.js';

export const certificatesTag = 'certificates';

/** Pluvo's certificates, read through the cache page by page. */
export class CertificatePages {
  readonly #pluvo: Pick<PluvoClient, 'certificates'>;
  readonly #cache: ReadCache;
  readonly #format: CursorFormat;
  readonly #ttlMs: number;

  constructor(options: {
    pluvo: Pick<PluvoClient, 'certificates'>;
    cache: ReadCache;
    format: CursorFormat;
    ttlMs: number;
  }) {
    this.#pluvo = options.pluvo;
    this.#cache = options.cache;
    this.#format = options.format;
    this.#ttlMs = options.ttlMs;
  }

  /** Null if Pluvo answers null. @throws PlatformError INVALID_CURSOR, PluvoError */
  window(window: Window) {
    return readWindow(window, this.#format, (page) => this.#page(page));
  }

  /** The certificates with these ids; undefined where Pluvo lists none. Pluvo has no query for one, so pages are searched. */
  async find(ids: readonly string[]): Promise<(PluvoCertificate | undefined)[]> {
    const wanted = new Set(ids);
    const found = new Map<string, PluvoCertificate>();
    let after: string | null | undefined;
    do {
      const page = await this.#page({ first: pluvoPageSize, ...(after && { after }) });
      for (const edge of page?.edges ?? []) {
        const id = edge?.node?.id.toLowerCase() ?? '';
        if (edge?.node && wanted.has(id)) found.set(id, edge.node);
      }
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after && found.size < wanted.size);
    return ids.map((id) => found.get(id));
  }

  #page(page: PluvoPage) {
    const key = `certificates:${JSON.stringify(page)}`;
    return this.#cache.get(key, { tags: [certificatesTag], ttlMs: this.#ttlMs }, () =>
      this.#pluvo.certificates(page, { priority: 'person' }),
    );
  }
}

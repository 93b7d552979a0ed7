import type { CachePolicy, FetchReason } from '../../../platform/cache/CachePolicy.js';
import { Freshness } from '../../../platform/cache/Freshness.js';
import type { ReadCache } from '../../../platform/cache/ReadCache.js';
import { andThen } from '../../../platform/maybePromise.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import { PluvoError } from '../../../pluvo/errors.js';
import type { PluvoClient, PluvoPage } from '../../../pluvo/PluvoClient.js';
import {
  pluvoPageSize,
  type PluvoCertificate,
  type PluvoCertificatePage,
} from '../../../pluvo/types.js';
import { Agreement } from './Agreement.js';
import { checkPage } from './checkPage.js';
import { claimsOf } from './claimsOf.js';
import type { CursorFormat } from './cursorFormat.js';
import { pluvoSchemaTag } from './pluvoSchemaTag.js';
import { readWindow } from './readWindow.js';

const certificatesTag = 'certificates';
/** So old a list may be to believe that a certificate is not in it: somebody may just have made it. */
const absenceBelievedMs = 5_000;
/** A page that Pluvo answers with null, as its schema allows, more likely passes than that the list is gone. */
const longestNullMs = 5_000;

/** How long pages live, in milliseconds. */
export type PageTtl = Pick<CachePolicy, 'softTtlMs' | 'hardTtlMs'>;

/** Pluvo's certificates, read through the cache page by page. */
export class CertificatePages {
  readonly #pluvo: Pick<PluvoClient, 'certificates'>;
  readonly #cache: ReadCache;
  readonly #format: CursorFormat;
  readonly #ttl: PageTtl;
  readonly #agreement: Agreement;

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
    const { softTtlMs, hardTtlMs } = options.ttl;
    const pageLifeMs = Math.max(softTtlMs, hardTtlMs);
    this.#agreement = new Agreement({ cache: this.#cache, tag: certificatesTag, pageLifeMs });
  }

  /** Null if Pluvo answers null. @throws PlatformError INVALID_CURSOR, PluvoError */
  window(window: Window, freshness: Freshness) {
    return readWindow(window, this.#format, (page) => this.#page(page, freshness));
  }

  /**
   * The certificates with these ids; undefined where Pluvo lists none. Pluvo has no query for one, so pages are searched:
   * if one fails, its error is in the place of each that the pages before do not hold.
   */
  async find(
    ids: readonly string[],
    freshness: Freshness,
  ): Promise<(PluvoCertificate | PluvoError | undefined)[]> {
    const found = new Map<string, PluvoCertificate>();
    try {
      await this.#search(new Set(ids), found, freshness);
    } catch (error) {
      if (!(error instanceof PluvoError)) throw error;
      return ids.map((id) => found.get(id) ?? error);
    }
    return ids.map((id) => found.get(id));
  }

  /**
   * A certificate as it is by now: what is issued is called after it, so no page will do that may be out of date. While Pluvo
   * is away, as it was last known. Undefined if Pluvo lists none.
   * @throws PluvoError if it is not known, and Pluvo cannot be asked
   */
  async findToIssue(id: string): Promise<PluvoCertificate | undefined> {
    const known = await this.#findOne(id);
    if (known.certificate ? !known.isStale : known.ageMs <= absenceBelievedMs)
      return known.certificate;
    await this.changed();
    const { certificate, isStale } = await this.#findOne(id);
    if (certificate || !isStale) return certificate;
    throw new PluvoError(
      'PLUVO_UNAVAILABLE',
      `Expected to learn from Pluvo whether it has the certificate ${id}; it could not be asked.`,
    );
  }

  /** The list has changed: what is cached of it is no longer true. */
  changed(): Promise<void> {
    return this.#cache.invalidate([certificatesTag]);
  }

  async #findOne(id: string) {
    const freshness = new Freshness();
    const [certificate] = await this.find([id], freshness);
    if (certificate instanceof PluvoError) throw certificate;
    const { ageMs = 0, stale = [] } = freshness.report() ?? {};
    return { certificate, ageMs, isStale: stale.length > 0 };
  }

  /** Page by page, until all are found. */
  async #search(
    wanted: ReadonlySet<string>,
    found: Map<string, PluvoCertificate>,
    freshness: Freshness,
  ): Promise<void> {
    let after: string | null | undefined;
    do {
      const page = await this.#page({ first: pluvoPageSize, ...(after && { after }) }, freshness);
      for (const edge of page?.edges ?? []) {
        const id = edge?.node?.id.toLowerCase() ?? '';
        if (edge?.node && wanted.has(id)) found.set(id, edge.node);
      }
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after && found.size < wanted.size);
  }

  #page(page: PluvoPage, freshness: Freshness) {
    const tags = [certificatesTag, pluvoSchemaTag];
    const nullTtlMs = Math.min(this.#ttl.softTtlMs, longestNullMs);
    const cached = { key: `page:${JSON.stringify(page)}`, tags, nullTtlMs, ...this.#ttl };
    const read = this.#cache.read(cached, async (reason) => {
      const alsoAfter = this.#format.cursorAt(page, pluvoPageSize - 1);
      const options = { priority: priorityOf(reason), alsoAfter };
      const came = await this.#pluvo.certificates(page, options);
      const checked = checkPage(page, came, this.#format.leastWithMore);
      await this.#compare(page, came);
      return checked;
    });
    return andThen(read, (came) => freshness.of('certificates', came));
  }

  /** A page that contradicts the others shows that the list has changed, whoever changed it. */
  async #compare(asked: PluvoPage, came: PluvoCertificatePage | null): Promise<void> {
    if (this.#ttl.softTtlMs === 0 || !came) return;
    const claims = claimsOf(asked, came, this.#format);
    if (!(await this.#agreement.includes(claims))) await this.changed();
  }
}

/** A reader goes before everything, a refresh after everything. */
export function priorityOf(reason: FetchReason): 'person' | 'refresh' {
  return reason === 'miss' ? 'person' : 'refresh';
}

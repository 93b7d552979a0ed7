import type { ReadCache } from '../../../platform/cache/ReadCache.js';

/**
 * Pages are fetched at different times. If the list changed in between, a window made of them could leave somebody out, or
 * show somebody twice, where Pluvo's own pages, read one after the other, could not. So what a page claims about the list is
 * kept beside the pages, for as long as any page that agreed with it: the first one is believed, and a page that says otherwise shows
 * that the list has changed.
 */
export class Agreement {
  readonly #cache: ReadCache;
  readonly #tag: string;
  readonly #pageLifeMs: number;

  /**
   * @param options.tag of the pages, whose bump ends what they have agreed on
   * @param options.pageLifeMs how long a page may be served at the longest
   */
  constructor(options: { cache: ReadCache; tag: string; pageLifeMs: number }) {
    this.#cache = options.cache;
    this.#tag = options.tag;
    this.#pageLifeMs = options.pageLifeMs;
  }

  /** Whether a page that has just come says nothing else than those that may be served beside it. */
  async includes(claims: ReadonlyMap<string, string>): Promise<boolean> {
    const agreed = await Promise.all(
      [...claims].map(async ([name, claim]) => {
        const { value } = await this.#cache.get(
          {
            key: `claim:${name}`,
            tags: [this.#tag],
            // Renewed by any page that has more than half of it to live.
            softTtlMs: this.#pageLifeMs,
            hardTtlMs: 2 * this.#pageLifeMs,
          },
          () => Promise.resolve(claim),
        );
        return value === claim;
      }),
    );
    return agreed.every(Boolean);
  }
}

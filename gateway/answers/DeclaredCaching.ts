import type { CachingHeaders } from '../../platform/graphql/SubgraphTransport.js';
import type { ReadUnder } from '../freshness/ReportedFreshness.js';
import { readCacheControl } from './readCacheControl.js';

/** How long, for whom, and while what an answer may be kept. */
export interface Keepable {
  readonly forMs: number;
  /** For everybody, for its caller only, or not said by every subgraph. */
  readonly scope: 'public' | 'private' | undefined;
  /** It is good while these are the current ones. */
  readonly generations: ReadUnder;
}

/** Gathers what the subgraphs of one run declare of keeping their answers: all must, and the smallest time counts. */
export class DeclaredCaching {
  #maxAgeS = Infinity;
  #publicOnes = 0;
  #privateOnes = 0;
  #answers = 0;

  note({ cacheControl, ageS = 0 }: CachingHeaders): void {
    const declared = cacheControl === undefined ? undefined : readCacheControl(cacheControl);
    this.#answers += 1;
    this.#maxAgeS = declared ? Math.min(this.#maxAgeS, declared.maxAgeS - ageS) : 0;
    if (declared?.scope === 'public') this.#publicOnes += 1;
    if (declared?.scope === 'private') this.#privateOnes += 1;
  }

  /** Undefined if the answer may not be kept: also if no subgraph was asked, for then nobody has allowed it. */
  keepable(generations: ReadUnder): Keepable | undefined {
    if (this.#answers === 0 || !(this.#maxAgeS > 0)) return undefined;
    const isPublic = this.#publicOnes === this.#answers;
    const scope = this.#privateOnes > 0 ? 'private' : isPublic ? 'public' : undefined;
    return { forMs: this.#maxAgeS * 1_000, scope, generations };
  }
}

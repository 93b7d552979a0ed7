import type { SubgraphUrls } from '../graph/subgraphs.js';

/** What every gateway is given. */
export interface Ground {
  readonly supergraphFile: string;
  readonly subgraphs: SubgraphUrls;
  /** For files of their own. */
  readonly folder: string;
  /** The core that what is measured has for itself, as taskset takes it; undefined: any. */
  readonly core: string | undefined;
}

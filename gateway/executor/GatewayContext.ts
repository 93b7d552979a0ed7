import type { Caller } from '../../platform/identity.js';
import type { ReportedFreshness } from '../freshness/ReportedFreshness.js';

/** What belongs to one request of a caller. */
export interface GatewayContext {
  readonly caller: Caller;
  /** What subgraphs have said about how old their answers are. */
  readonly freshness: ReportedFreshness;
}

import type { Keepable } from '../answers/DeclaredCaching.js';
import type { Caller } from '../../platform/identity.js';
import type { ReportedFreshness } from '../freshness/ReportedFreshness.js';
import type { WaitingClients } from './WaitingClients.js';

/** What belongs to one request in the full lane. */
export interface GatewayContext {
  readonly caller: Caller;
  /** Travel with every call of a subgraph. */
  readonly headers: Readonly<Record<string, string>>;
  readonly clients: WaitingClients;
  /** Set when the operation has run. */
  readonly reported: { freshness?: ReportedFreshness; keepable?: Keepable | undefined };
}

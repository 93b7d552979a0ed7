import type { Caller } from '../../platform/identity.js';

/** What belongs to one request of a caller. */
export interface GatewayContext {
  readonly caller: Caller;
}

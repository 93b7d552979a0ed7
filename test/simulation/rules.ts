import type { Rules } from '../../subgraphs/certificates/issuance/chunk/rules.js';
import type { IssuanceTiming } from '../../subgraphs/certificates/issuance/IssuanceWorker.js';

/** What the core is told to assume about the world: as in production, in a tenth of the time. */
export const assumed = {
  pauseBoundMs: 3_000,
  processingBoundMs: 6_000,
  listLagMs: 1_000,
} as const satisfies Partial<Rules>;

/** Pluvo's client gives up waiting for an answer. */
export const sendTimeoutMs = 4_000;

export const timing: IssuanceTiming = {
  chunkSize: 2,
  callsAtOnce: 3,
  leaseMs: 6_000,
  pollMs: 5_000,
  sendWindowMs: 2_000,
  datePrecisionMs: 1_000,
};

import type { Environment } from '../platform/config.js';

/**
 * What the replicas are told to assume, small enough that a quarantine fits many times into one run. Everything that
 * torments them keeps well within: what is promised is promised within these bounds only, and a machine that is busy adds
 * to every delay.
 */
const assumed = { pauseMs: 2_000, processingMs: 3_000, listLagMs: 1_000 };

/** The worst that is done to them, in milliseconds. */
export const worst = {
  pauseMs: assumed.pauseMs * 0.6,
  /** A request on its way to Pluvo, and then in Pluvo: together far less than the processing bound. */
  delayOnTheWayMs: assumed.processingMs * 0.1,
  lateEffectMs: assumed.processingMs * 0.3,
  portfolioLagMs: assumed.listLagMs * 0.6,
};

/** Nobody who sent, waited for the quarantine and looked twice needs longer, if nothing else goes wrong. */
export const quarantineMs = 1_000 + assumed.pauseMs + assumed.processingMs + 2 * assumed.listLagMs;

export const replicaSettings: Environment = {
  ISSUE_PAUSE_BOUND_MS: String(assumed.pauseMs),
  PLUVO_PROCESSING_BOUND_MS: String(assumed.processingMs),
  PLUVO_LIST_LAG_MS: String(assumed.listLagMs),
  ISSUE_SEND_WINDOW_MS: '1000',
  ISSUE_LEASE_MS: '1500',
  ISSUE_POLL_MS: '100',
  ISSUE_CHUNK_SIZE: '20',
  PLUVO_SEND_TIMEOUT_MS: '1500',
  PLUVO_READ_TIMEOUT_MS: '1500',
  PLUVO_BREAKER_OPEN_MS: '200',
  MAX_PAGE_SIZE: '1000',
};

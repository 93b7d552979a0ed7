/**
 * Bounds for a Pluvo that is near and quick, so that what became of a lost answer is known within two seconds. The sandbox
 * carries out requests in the order in which they come: no portfolio is read before what was sent earlier was done.
 */
export const quickQuarantine = {
  PLUVO_SEND_TIMEOUT_MS: '500',
  PLUVO_PROCESSING_BOUND_MS: '500',
  ISSUE_SEND_WINDOW_MS: '500',
  ISSUE_PAUSE_BOUND_MS: '200',
  PLUVO_LIST_LAG_MS: '100',
  ISSUE_POLL_MS: '50',
};

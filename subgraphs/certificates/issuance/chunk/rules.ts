/** What is assumed about Pluvo and this machine, and what follows from it. Argued in docs/exactly-once.md. */
export interface Rules {
  /** What becomes of people who are still absent from their portfolios when it is over. */
  readonly whenAbsent: 'RECONCILE_THEN_RESEND' | 'PARK';
  /** The longest a process can be stopped between its last look at the clock and its first byte. */
  readonly pauseBoundMs: number;
  /** The longest Pluvo can take to carry out a request, whether or not anybody still waits for it. */
  readonly processingBoundMs: number;
  /** The longest it can take until what was issued shows in the portfolio. */
  readonly listLagMs: number;
}

/** From when on a portfolio shows whether a request that had to set out by then was carried out. */
export function quarantineEndMs(sendByMs: number, rules: Rules): number {
  return sendByMs + rules.pauseBoundMs + rules.processingBoundMs + rules.listLagMs;
}

const looksAfterwards = 3;

/**
 * When to look into the portfolios once more after everything is done, because an assumption may have been wrong: after
 * one quarantine, ten and a hundred. Undefined after that.
 */
export function nextLookAtMs(looks: number, nowMs: number, rules: Rules): number | undefined {
  if (looks >= looksAfterwards) return undefined;
  return nowMs + quarantineEndMs(0, rules) * 10 ** looks;
}

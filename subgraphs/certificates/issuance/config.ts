import { z } from 'zod';
import { ConfigError, kinds, setting, type Values } from '../../../platform/config.js';
import { nextLookAtMs, type Rules } from './chunk/rules.js';

const dayMs = 86_400_000;

/** How much is issued at a time, and what is assumed about Pluvo. The bounds are argued in docs/exactly-once.md. */
export const issuanceSettings = {
  maxRecipients: setting(
    'ISSUE_MAX_RECIPIENTS',
    kinds.whole(1, 100_000).default(100_000),
    'The most recipients of one request to issue. BODY_LIMIT_BYTES has to let their addresses pass.',
  ),
  chunkSize: setting(
    'ISSUE_CHUNK_SIZE',
    kinds.whole(1, 1_000).default(50),
    "Users in one call of Pluvo's mutation. Pluvo documents no limit; 50 is its limit elsewhere.",
  ),
  callsAtOnce: setting(
    'ISSUE_CALLS_AT_ONCE',
    kinds.whole(1, 100).default(10),
    'The most calls of the mutation that one process has under way; fewer while Pluvo asks for less.',
  ),
  defaultWaitMs: setting(
    'ISSUE_WAIT_MS',
    kinds.whole(0, 25_000).default(10_000),
    'How long a request to issue waits for the end before it answers RUNNING, unless the caller says so.',
  ),
  leaseMs: setting(
    'ISSUE_LEASE_MS',
    kinds.whole(500, 600_000).default(15_000),
    'How long an issuance belongs to a replica that went silent, before another goes on with it.',
  ),
  sendWindowMs: setting(
    'ISSUE_SEND_WINDOW_MS',
    kinds.whole(100, 60_000).default(5_000),
    'How long after its intent was written a call may set out to Pluvo; later it is not sent.',
  ),
  pollMs: setting(
    'ISSUE_POLL_MS',
    kinds.whole(50, 60_000).default(1_000),
    'How often a replica looks for issuances that another left.',
  ),
  whenUnknown: setting(
    'ISSUE_UNKNOWN',
    z
      .enum(['RECONCILE_THEN_RESEND', 'PARK'], 'expected RECONCILE_THEN_RESEND or PARK')
      .default('RECONCILE_THEN_RESEND'),
    'What becomes of recipients whose outcome was lost and who are absent from their portfolios after the quarantine: sent once more, or left to a person.',
  ),
  pauseBoundMs: setting(
    'ISSUE_PAUSE_BOUND_MS',
    kinds.whole(0, 3_600_000).default(30_000),
    'The longest this process can be stopped (garbage collection, a frozen or migrated machine) between its last look at the clock and its first byte to Pluvo.',
  ),
  processingBoundMs: setting(
    'PLUVO_PROCESSING_BOUND_MS',
    kinds.whole(0, 3_600_000).default(60_000),
    'The longest Pluvo can take to carry out a request that arrived, whether or not anybody waits for the answer. Twice what web servers in front of Python give a request.',
  ),
  listLagMs: setting(
    'PLUVO_LIST_LAG_MS',
    kinds.whole(0, 3_600_000).default(10_000),
    'The longest it takes until what Pluvo issued shows in the portfolio, which may be read from a copy. Two looks into a portfolio are this far apart.',
  ),
  datePrecisionMs: setting(
    'PLUVO_DATE_PRECISION_MS',
    kinds.whole(1, 86_400_000).default(1_000),
    'Dates in a portfolio that differ from what was sent by less than this are the same: Pluvo may cut or round them. Dates are sent to the second.',
  ),
  keepDays: setting(
    'ISSUE_KEEP_DAYS',
    kinds.whole(1, 3_650).default(30),
    'Days after its end for which an issuance is kept in full; then its recipients and events are forgotten. Open ones and those under review are kept.',
  ),
  keepCountsDays: setting(
    'ISSUE_KEEP_COUNTS_DAYS',
    kinds.whole(1, 3_650).default(400),
    'Days after its end for which a request ID and the counts of its issuance are remembered; after that the same request ID issues anew.',
  ),
};

/**
 * Settings that contradict each other would issue twice, or forget too early.
 * @throws ConfigError with every contradiction
 */
export function checkTogether(
  issuance: Values<typeof issuanceSettings>,
  { pluvoSendTimeoutMs }: { readonly pluvoSendTimeoutMs: number },
): void {
  const { keepDays, keepCountsDays, processingBoundMs } = issuance;
  const problems: string[] = [];
  if (keepCountsDays < keepDays) {
    problems.push(
      `ISSUE_KEEP_COUNTS_DAYS: expected at least ISSUE_KEEP_DAYS, which is ${String(keepDays)}; got "${String(keepCountsDays)}"`,
    );
  }
  if (processingBoundMs < pluvoSendTimeoutMs) {
    problems.push(
      `PLUVO_PROCESSING_BOUND_MS: expected at least PLUVO_SEND_TIMEOUT_MS, which is ${String(pluvoSendTimeoutMs)}: an answer that is waited for is one that may come; got "${String(processingBoundMs)}"`,
    );
  }
  const daysOfLooks = Math.ceil(
    lastLookMs({ ...issuance, whenAbsent: issuance.whenUnknown }) / dayMs,
  );
  if (keepDays < daysOfLooks) {
    problems.push(
      `ISSUE_KEEP_DAYS: expected at least ${String(daysOfLooks)}: with these bounds, portfolios are looked into for so long after the end; got "${String(keepDays)}"`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

/** How long after the end of an issuance its portfolios are looked into for the last time. */
function lastLookMs(rules: Rules): number {
  let atMs = 0;
  for (let looks = 0; ; looks += 1) {
    const nextMs = nextLookAtMs(looks, atMs, rules);
    if (nextMs === undefined) return atMs;
    atMs = nextMs;
  }
}

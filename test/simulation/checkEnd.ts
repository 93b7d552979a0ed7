import type { PersonStatus } from '../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { couldBeTakenFor } from '../../subgraphs/certificates/issuance/chunk/recognise.js';
import type { Rules } from '../../subgraphs/certificates/issuance/chunk/rules.js';
import {
  recipientFailures,
  type FailureCode,
} from '../../subgraphs/certificates/issuance/failures.js';
import type { RecipientRecord } from '../../subgraphs/certificates/issuance/Ledger.js';
import { naturalKey } from '../../subgraphs/certificates/issuance/naturalKey.js';
import { isOpen } from '../../subgraphs/certificates/issuance/states.js';
import type { MemoryIssuance } from './ledger/MemoryIssuance.js';
import type { MemoryLedger } from './ledger/MemoryLedger.js';
import { deadUser } from './people.js';
import { timing } from './rules.js';
import type { Truth, Watch } from './Watch.js';
import type { World } from './World.js';

export interface End {
  readonly world: World;
  readonly ledger: MemoryLedger;
  readonly watch: Watch;
  readonly whenAbsent: Rules['whenAbsent'];
  readonly isBounded: boolean;
}

/** A process that lives for so long after it was told something has written it down. */
const writtenAfterMs = 60_000;

/** What must hold when the world has been well for long, everybody has their answer and every process has stopped. */
export function checkEnd(end: End): void {
  const { ledger, watch } = end;
  for (const issuance of ledger.all) checkIssuance(end, issuance);
  for (const truth of watch.truths.values()) {
    checkKnown(end, truth);
    checkOnce(end, truth);
  }
  checkNaturalKeys(end);
}

function checkIssuance(end: End, issuance: MemoryIssuance): void {
  const { world, watch } = end;
  const { requestId, status } = issuance.record;
  if (isOpen(status)) watch.violation(`${requestId} is ${status} for ever`);
  if (issuance.token !== undefined && issuance.leaseUntilMs > world.nowMs)
    watch.violation(`${requestId} is still leased`);
  for (const recipient of issuance.recipients()) {
    const reason = whyNot(end, issuance, recipient);
    if (reason !== undefined)
      watch.violation(`${requestId}: ${recipient.email ?? ''} ${recipient.status}, ${reason}`);
  }
}

/** Why it cannot be that somebody ended like this; undefined if it can. */
function whyNot(
  { ledger, whenAbsent, isBounded }: End,
  issuance: MemoryIssuance,
  { status, failure, email, pluvoUserId = '' }: RecipientRecord,
): string | undefined {
  if (status === 'ISSUED') return undefined;
  const mayBeParked =
    whenAbsent === 'PARK' || !isBounded || hasLookalike(ledger, issuance, pluvoUserId);
  if (status === 'PARKED') return mayBeParked ? undefined : 'of whom everything can be known';
  if (status !== 'FAILED' || !failure) return 'undecided';
  // Nobody of it is tried again after it was cancelled, or before somebody has looked after those who are parked.
  const { cancelledAtMs } = issuance.record;
  const isLeft =
    cancelledAtMs !== undefined || issuance.events.some(({ kind }) => kind === 'PARKED');
  if (isLeft && recipientFailures[failure].retryable) return undefined;
  const rivals = ledger.all
    .filter((other) => other !== issuance && isSame(other, issuance, pluvoUserId))
    .map((other) => other.person(pluvoUserId)?.status);
  const mayBe: Partial<Record<FailureCode, boolean>> = {
    USER_NOT_FOUND: email === 'unknown@x',
    USER_INACTIVE: email === 'inactive@x',
    USER_NOT_LINKED: email === 'unlinked@x',
    PLUVO_FAILED: pluvoUserId === deadUser,
    ALREADY_ISSUED: rivals.includes('ISSUED'),
    IN_PROGRESS_ELSEWHERE: rivals.some(wasUndecided) || pluvoUserId === deadUser,
    CANCELLED: cancelledAtMs !== undefined,
  };
  return mayBe[failure] ? undefined : failure;
}

/** Of whoever is ISSUED now it may not have been known when they were asked about. */
function wasUndecided(status: PersonStatus | undefined): boolean {
  return status === 'PARKED' || status === 'ISSUED';
}

function isSame(one: MemoryIssuance, other: MemoryIssuance, user: string): boolean {
  return naturalKey(one.record, user) === naturalKey(other.record, user);
}

/** Whether another issuance has to do with the same person and a certificate that looks the same in the portfolio. */
function hasLookalike(ledger: MemoryLedger, { record }: MemoryIssuance, user: string): boolean {
  return ledger.all.some(
    (other) =>
      other.record.id !== record.id &&
      couldBeTakenFor(other.record, record, timing.datePrecisionMs) &&
      other.person(user) !== undefined,
  );
}

/** Whoever has a certificate is ISSUED, or somebody looks. */
function checkKnown({ ledger, watch, whenAbsent, isBounded }: End, truth: Truth): void {
  const { issuance, user, effects, toldTo } = truth;
  const person = issuance.person(user);
  const status = person?.status;
  if (effects === 0 || status === 'ISSUED') return;
  const isTold = toldTo.some(
    ({ process: { killedAtMs = Infinity }, atMs }) => killedAtMs - atMs > writtenAfterMs,
  );
  const isCancelled = person?.failure === 'CANCELLED' && whenAbsent === 'RECONCILE_THEN_RESEND';
  const mayBeUnknown = isBounded
    ? status === 'PARKED' && hasLookalike(ledger, issuance, user)
    : status === 'PARKED' || isCancelled;
  if (mayBeUnknown && !isTold) return;
  watch.violation(`${issuance.record.requestId}: ${user} has a certificate, is ${String(status)}`);
}

/** Nobody has two; where that cannot be promised, it is said of whoever has. */
function checkOnce({ ledger, watch, whenAbsent, isBounded }: End, truth: Truth): void {
  const { issuance, user, effects, isDetected } = truth;
  if (effects < 2) return;
  const has = `${issuance.record.requestId}: ${user} has ${String(effects)} certificates`;
  if (isBounded || whenAbsent === 'PARK') {
    watch.violation(has);
    return;
  }
  // Whoever failed for a while and was tried again is in another chunk then, which knows nothing of the one before.
  const chunks = watch.intents.filter(
    (intent) => intent.issuance === issuance && intent.users.includes(user),
  );
  const isMoved = new Set(chunks.map(({ chunkNumber }) => chunkNumber)).size > 1;
  if (isDetected || isMoved || hasLookalike(ledger, issuance, user)) return;
  watch.violation(`${has}, and nobody was told`);
}

/**
 * Of all who skip what others have issued, one at most has issued. Where somebody may get two by one issuance, they may
 * get them by two as well: the first was cancelled when it was believed not to have been carried out.
 */
function checkNaturalKeys({ watch, whenAbsent, isBounded }: End): void {
  if (!isBounded && whenAbsent === 'RECONCILE_THEN_RESEND') return;
  const issuedBy = new Map<string, string>();
  for (const { issuance, user, effects } of watch.truths.values()) {
    const { record } = issuance;
    if (effects === 0 || record.onDuplicate === 'ISSUE_AGAIN') continue;
    const key = naturalKey(record, user);
    const other = issuedBy.get(key);
    if (other !== undefined)
      watch.violation(`${user} has the same from ${other} and from ${record.requestId}`);
    issuedBy.set(key, record.requestId);
  }
}

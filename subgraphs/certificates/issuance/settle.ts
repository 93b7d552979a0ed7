import type { Outcome, Rejected } from '../../../pluvo/outcome.js';
import type { PluvoBulkAction } from '../../../pluvo/types.js';
import type { FailureCode } from './failures.js';

/** What an outcome means for the chunk that was sent. */
export type Settlement =
  /** Nothing happened in Pluvo: send the chunk later. */
  | { readonly kind: 'again'; readonly reason: string; readonly retryAfterMs: number | undefined }
  /** Each user is in exactly one of the three lists. */
  | {
      readonly kind: 'settled';
      readonly issued: readonly string[];
      readonly failed: readonly string[];
      readonly unknown: readonly string[];
      readonly failure: FailureCode;
      /** Something that should not be possible, for the log. */
      readonly alarm?: string;
    };

/** Reads an outcome. Whoever Pluvo did not clearly put into one list has an unknown outcome. */
export function settle(outcome: Outcome<PluvoBulkAction>, userIds: readonly string[]): Settlement {
  switch (outcome.kind) {
    case 'NOT_SENT':
      return { kind: 'again', reason: outcome.reason, retryAfterMs: outcome.retryAfterMs };
    case 'REJECTED_BEFORE_EXECUTION':
      return settleRejection(outcome, userIds);
    case 'UNKNOWN':
      return unknown(userIds);
    case 'DEFINITE':
      return settleLists(outcome.result, userIds);
  }
}

function settleRejection(
  { cause, reason, retryAfterMs }: Rejected,
  userIds: readonly string[],
): Settlement {
  switch (cause) {
    case 'RATE_LIMITED':
    case 'UNAUTHENTICATED':
      return { kind: 'again', reason, retryAfterMs };
    case 'FORBIDDEN':
    case 'INVALID':
      return {
        kind: 'settled',
        issued: [],
        failed: userIds,
        unknown: [],
        failure: 'PLUVO_REFUSED',
      };
  }
}

function settleLists(
  { succeededIds, failedIds }: PluvoBulkAction,
  userIds: readonly string[],
): Settlement {
  const asked = new Set(userIds);
  const succeeded = new Set(succeededIds.map((id) => id.toLowerCase()));
  const failed = new Set(failedIds.map((id) => id.toLowerCase()));
  if ([...succeeded].some((id) => failed.has(id))) {
    return { ...unknown(userIds), alarm: 'Pluvo put a user into both lists' };
  }
  if ([...succeeded, ...failed].some((id) => !asked.has(id))) {
    return { ...unknown(userIds), alarm: 'Pluvo answered about a user it was not asked for' };
  }
  return {
    kind: 'settled',
    issued: userIds.filter((id) => succeeded.has(id)),
    failed: userIds.filter((id) => failed.has(id)),
    unknown: userIds.filter((id) => !succeeded.has(id) && !failed.has(id)),
    failure: 'PLUVO_FAILED',
  };
}

function unknown(userIds: readonly string[]) {
  return {
    kind: 'settled',
    issued: [],
    failed: [],
    unknown: userIds,
    failure: 'PLUVO_FAILED',
  } as const;
}

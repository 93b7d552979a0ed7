/** The life of an issuance and of its parts, as the ledger records it. */

export type IssuanceStatus =
  'ACCEPTED' | 'RESOLVING' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'NEEDS_REVIEW';
export type RecipientStatus = 'READY' | 'SENDING' | 'UNKNOWN' | 'ISSUED' | 'FAILED' | 'PARKED';
/** READY → SENDING → DONE or PARKED; back to READY only if not one byte was sent or Pluvo executed nothing. */
export type ChunkStatus = 'READY' | 'SENDING' | 'DONE' | 'PARKED';

/** Somebody has to go on with these. */
export const openStatuses = ['ACCEPTED', 'RESOLVING', 'RUNNING'] as const;

export function isOpen(status: IssuanceStatus): boolean {
  return openStatuses.some((open) => open === status);
}

export type RecipientCounts = Readonly<Record<Lowercase<RecipientStatus>, number>>;

/** The name under which a status is counted. */
export function countKey(status: RecipientStatus): Lowercase<RecipientStatus> {
  // Lower-casing a literal gives its lower-case literal; the library's type says only string.
  return status.toLowerCase() as Lowercase<RecipientStatus>;
}

/** What an issuance is once nothing of it is left to send. */
export function finalStatus({
  issued,
  failed,
  parked,
}: Pick<RecipientCounts, 'issued' | 'failed' | 'parked'>): IssuanceStatus {
  if (parked > 0) return 'NEEDS_REVIEW';
  if (failed === 0) return 'SUCCEEDED';
  return issued === 0 ? 'FAILED' : 'PARTIAL';
}

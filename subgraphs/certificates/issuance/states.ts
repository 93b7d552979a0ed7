/** The life of an issuance and of its parts. */

export type IssuanceStatus =
  'ACCEPTED' | 'RESOLVING' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'NEEDS_REVIEW';

/** What callers see of one recipient. While somebody is OPEN, it follows from what became of their chunk. */
export type RecipientStatus = 'READY' | 'SENDING' | 'UNKNOWN' | 'ISSUED' | 'FAILED' | 'PARKED';

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

export function countOfAll(counts: RecipientCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** What an issuance is once nobody of it is open; undefined while somebody is. */
export function finalStatus({
  ready,
  sending,
  unknown,
  issued,
  failed,
  parked,
}: RecipientCounts): IssuanceStatus | undefined {
  if (ready + sending + unknown > 0) return undefined;
  if (parked > 0) return 'NEEDS_REVIEW';
  if (failed === 0) return 'SUCCEEDED';
  return issued === 0 ? 'FAILED' : 'PARTIAL';
}

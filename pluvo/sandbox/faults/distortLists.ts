import type { PluvoBulkAction } from '../../types.js';
import type { Alterations } from './Faults.js';

/** Issues to some of the users only, and reports something else than what happened, as the faults ask. */
export function distortLists(
  userIds: readonly string[],
  { partial, overlapping }: Pick<Alterations, 'partial' | 'overlapping'>,
  issue: (userIds: readonly string[]) => PluvoBulkAction,
): PluvoBulkAction {
  const reportedEnd = Math.max(userIds.length - (partial?.missing ?? 0), 0);
  const issuedEnd = Math.max(reportedEnd - (partial?.failed ?? 0), 0);
  const failing = userIds.slice(issuedEnd, reportedEnd);
  const missing = userIds.slice(reportedEnd);

  const { succeededIds, failedIds } = issue(userIds.slice(0, issuedEnd));
  if (partial?.missingEffect) issue(missing);

  const inBoth = succeededIds.slice(0, overlapping?.overlap ?? 0);
  const foreign = Array.from({ length: overlapping?.foreign ?? 0 }, (_, nth) => foreignId(nth));
  return {
    succeededIds: [...succeededIds, ...foreign],
    failedIds: [...failedIds, ...failing, ...inBoth],
  };
}

function foreignId(nth: number): string {
  return `ffffffff-ffff-4fff-8fff-${nth.toString(16).padStart(12, '0')}`;
}

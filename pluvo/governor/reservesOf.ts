import { priorities, type Priority } from './priority.js';

/** How much of everything each priority has for itself; what is over is for whoever comes first. */
export const shares: Readonly<Record<Priority, number>> = {
  person: 0.4,
  issuance: 0.3,
  // Enough to make progress always, however many people ask.
  bulk: 0.1,
  refresh: 0,
};

/** With fewer, nothing would be left beside what is reserved. */
export const leastToShare = 4;

/**
 * How many of so many places, or calls a second, are reserved to each priority: whole ones, at least one where there is a
 * share at all, and together always fewer than all.
 * @param whole at least `leastToShare`
 */
export function reservesOf(whole: number): Readonly<Record<Priority, number>> {
  const reserve = (share: number) => (share === 0 ? 0 : Math.max(1, Math.floor(whole * share)));
  return {
    person: reserve(shares.person),
    issuance: reserve(shares.issuance),
    bulk: reserve(shares.bulk),
    refresh: reserve(shares.refresh),
  };
}

/** What the others still have for themselves: not to be touched by this priority. */
export function reservedToOthers(
  priority: Priority,
  reserved: (other: Priority) => number,
): number {
  return priorities
    .filter((other) => other !== priority)
    .reduce((sum, other) => sum + Math.max(0, reserved(other)), 0);
}

/** What a walk met at a place of the list, or that it found nobody there. */
export interface Met {
  readonly offset: number;
  readonly id: string | undefined;
  /** The oldest version of the list that could still be served at that moment. */
  readonly oldest: number;
  /** It was told that nothing newer could be had: then it may be older than what was met before. */
  readonly isLastKnown?: boolean;
}

/**
 * Somebody who reads Pluvo itself sees, from one entry to the next, the list as it was or as it has become: never first
 * what it has become and then what it was. That is what makes a gap of an insertion, or a repeat of a deletion.
 * @param versions what the list was after each change, the oldest first
 */
export function expectLegitimate(
  met: readonly Met[],
  versions: readonly (readonly string[])[],
): void {
  const versionsOf = ({ offset, id, oldest }: Met) =>
    versions.flatMap((list, version) => (version >= oldest && list[offset] === id ? version : []));
  for (const [index, entry] of met.entries()) {
    const possible = versionsOf(entry);
    if (possible.length === 0) throw new Error(`Expected the list to have had ${say(entry)}.`);
    const before = met[index - 1];
    if (!before || before.isLastKnown || entry.isLastKnown) continue;
    const earliest = Math.min(...versionsOf(before));
    if (possible.every((version) => version < earliest))
      throw new Error(`Expected the list to have had ${say(before)} not after ${say(entry)}.`);
  }
}

function say({ id = 'nobody', offset }: Met): string {
  return `${id} at ${String(offset)}`;
}

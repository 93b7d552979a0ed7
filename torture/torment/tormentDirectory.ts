import { rest } from '../rest.js';
import type { Directory } from '../stage/Directory.js';
import type { Torment } from './tormentReplica.js';

/** People change their addresses. */
export async function tormentDirectory(
  directory: Directory,
  { dice, tally, over }: Torment,
): Promise<void> {
  while (await rest(dice.between(500, 2_000), over)) {
    const isThere = await directory
      .move(dice.pick(directory.movers), dice.happens(0.5))
      .then(...([() => true, () => false] as const));
    if (isThere) tally.fault('directory: an address moved');
  }
}

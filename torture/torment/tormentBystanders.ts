import { rest } from '../rest.js';
import type { Program } from '../stage/Program.js';
import type { Torment } from './tormentReplica.js';

/** Kills what stands around the replicas, one at a time: the directory and the gateways. Leaves all running. */
export async function tormentBystanders(
  bystanders: readonly Program[],
  { dice, tally, over }: Torment,
): Promise<void> {
  while (await rest(dice.between(3_000, 8_000), over)) {
    const victim = dice.pick(bystanders);
    await victim.kill();
    tally.kill(victim.name);
    await rest(dice.between(0, 1_000), over);
    await victim.revive();
  }
}

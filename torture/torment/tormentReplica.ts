import { failPoints } from '../../subgraphs/certificates/issuance/failPoint.js';
import { worst } from '../bounds.js';
import type { Dice } from '../Dice.js';
import { rest } from '../rest.js';
import type { Program } from '../stage/Program.js';
import type { Tally } from '../Tally.js';

export interface Torment {
  readonly dice: Dice;
  readonly tally: Tally;
  readonly over: AbortSignal;
}

/**
 * Kills a replica, anywhere in its life and at each named place in turn; stops it in an orderly way; pauses it. Leaves it
 * running.
 */
export async function tormentReplica(
  replica: Program,
  { dice, tally, over }: Torment,
): Promise<void> {
  const places = dice.shuffled(failPoints);
  const killed = async (how: string) => {
    await replica.kill();
    tally.kill(replica.name);
    tally.fault(how);
  };
  // Where starting takes long, lives are long: else nothing would ever be under way when it dies.
  let tookToStartMs = 0;
  for (let turn = 0; await rest(tookToStartMs + dice.between(200, 2_500), over); turn += 1) {
    switch (dice.weighted({ kill: 5, 'fail point': 5, start: 2, stop: 1, pause: 2 })) {
      case 'kill':
        await killed('killed at random');
        break;
      case 'fail point': {
        const place = places[turn % places.length] ?? 'accepted';
        await killed('killed at random');
        replica.launch({ FAIL_POINT: place });
        await replica.awaited();
        if (await replica.endsWithin(dice.between(1_000, 4_000))) {
          tally.kill(replica.name);
          tally.fault(`killed at ${place}`);
        } else {
          await killed('killed at random');
        }
        break;
      }
      case 'start':
        await killed('killed at random');
        replica.launch();
        await rest(dice.between(50, 1_500));
        await killed('killed while it started');
        break;
      case 'stop':
        tally.fault((await replica.stop()) ? 'SIGTERM' : 'SIGTERM that took too long');
        break;
      case 'pause':
        replica.pause();
        await rest(dice.between(100, worst.pauseMs));
        replica.resume();
        tally.fault('paused');
    }
    const diedAtMs = performance.now();
    await replica.revive();
    tookToStartMs = performance.now() - diedAtMs;
  }
}

import { worst } from '../bounds.js';
import type { Dice } from '../Dice.js';
import { rest } from '../rest.js';
import type { FaultyWay, Weather } from '../stage/FaultyWay.js';
import type { Torment } from './tormentReplica.js';

/** Delays, loses and cuts off what goes between the replicas and something they need. Leaves the way calm. */
export async function tormentWay(
  name: string,
  way: FaultyWay,
  { dice, tally, over }: Torment,
): Promise<void> {
  while (await rest(dice.between(500, 4_000), over)) {
    if (dice.happens(0.25)) {
      way.reset();
      tally.fault(`${name}: reset`);
      continue;
    }
    const weather = badWeather(dice);
    tally.fault(`${name}: ${weather.kind}`);
    way.turn(weather);
    await rest(dice.between(100, 1_500), over);
    way.turn({ kind: 'calm' });
  }
}

function badWeather(dice: Dice): Weather {
  const direction = dice.pick(['there', 'back'] as const);
  switch (dice.weighted({ slow: 3, swallowing: 1, truncating: 2, refusing: 1 })) {
    case 'slow':
      return { kind: 'slow', delayMs: dice.between(10, worst.delayOnTheWayMs) };
    case 'swallowing':
      return { kind: 'swallowing', direction: dice.happens(0.3) ? 'both' : direction };
    case 'truncating':
      return { kind: 'truncating', direction, afterBytes: dice.between(0, 300) };
    case 'refusing':
      return { kind: 'refusing' };
  }
}

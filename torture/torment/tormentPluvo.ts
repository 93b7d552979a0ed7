import type { PluvoAdmin } from '../../test/support/PluvoAdmin.js';
import { worst } from '../bounds.js';
import type { Dice } from '../Dice.js';
import { rest } from '../rest.js';
import type { Torment } from './tormentReplica.js';

/** Every fault that the sandbox knows, at rates that change all the time. Leaves it without any. */
export async function tormentPluvo(
  pluvo: PluvoAdmin,
  { dice, tally, over }: Torment,
): Promise<void> {
  while (!over.aborted) {
    // Sometimes nothing works, sometimes nearly everything does.
    const severity = dice.part(0, 0.2);
    for (const fault of everyFault(dice)) {
      await pluvo.arm({ ...fault, probability: dice.part(0, severity) });
    }
    await rest(dice.between(1_000, 4_000), over);
    for (const { name, fired } of await pluvo.faults()) tally.fault(`Pluvo: ${name}`, fired);
    await pluvo.clearFaults();
    await rest(dice.between(0, 500), over);
  }
}

function everyFault(dice: Dice): readonly ({ name: string } & Record<string, unknown>)[] {
  const holdMs = dice.between(100, 3_000);
  const effect = dice.happens(0.5);
  return [
    { name: 'effect-then-no-answer', holdMs },
    { name: 'no-effect-no-answer', holdMs },
    { name: 'reset', effect },
    { name: 'reset', operation: 'token' },
    { name: 'truncated-body' },
    { name: '503-after-effect' },
    { name: 'late-effect', delayMs: dice.between(0, worst.lateEffectMs), drop: effect, holdMs },
    { name: 'data-null-with-errors', effect },
    { name: '429-storm', ...(effect && { retryAfterS: dice.between(0, 1) }) },
    { name: 'expired-token' },
    {
      name: 'partial-success',
      missing: dice.between(0, 2),
      missingEffect: effect,
      failed: dice.between(0, 2),
    },
    { name: 'overlapping-lists', overlap: dice.between(0, 2), foreign: dice.between(0, 1) },
    { name: 'portfolio-lag', delayMs: dice.between(0, worst.portfolioLagMs) },
    { name: 'slow', delayMs: dice.between(0, 600) },
  ];
}

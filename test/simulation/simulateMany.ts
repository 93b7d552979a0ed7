import { simulate, type Run, type SimulateOptions } from './simulate.js';

/** What came of many runs. */
export interface Sum {
  readonly seeds: number;
  readonly sends: number;
  readonly effects: number;
  readonly kills: number;
  readonly parked: number;
  readonly violations: readonly { readonly seed: number; readonly what: readonly string[] }[];
}

/** Runs seeds one after another, until so many violations are found. */
export async function simulateMany(
  seeds: Iterable<number>,
  options: SimulateOptions & { readonly enough?: number } = {},
): Promise<Sum> {
  const { enough = Infinity, ...how } = options;
  const sum = { seeds: 0, sends: 0, effects: 0, kills: 0, parked: 0 };
  const violations: { seed: number; what: readonly string[] }[] = [];
  for (const seed of seeds) {
    const { violations: what, sends, effects, kills, parked }: Run = await simulate(seed, how);
    sum.seeds += 1;
    sum.sends += sends;
    sum.effects += effects;
    sum.kills += kills;
    sum.parked += parked;
    if (what.length > 0) violations.push({ seed, what });
    if (violations.length >= enough) break;
  }
  return { ...sum, violations };
}

/** So many seeds from this one on. */
export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let index = 0; index < count; index += 1) yield (first + index) >>> 0;
}

import { drawsFor } from './draws.js';

/** A source of chance that runs the same way for the same seed: numbers from 0 up to, not including, 1. */
export type Chance = () => number;

export function randomSequence(seed: string, purpose: string): Chance {
  const draws = drawsFor(seed, purpose);
  let drawn = 0;
  return () => draws(drawn++) / 2 ** 32;
}

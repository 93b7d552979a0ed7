import { describe, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { pastSeeds } from './pastSeeds.js';
import { simulate } from './simulate.js';
import { seedsFrom, simulateMany } from './simulateMany.js';

const freshSeeds = 2_000;

describe('The core, whatever goes wrong around it', () => {
  test('issues to nobody twice, to nobody not at all, and says of nobody what is not so', async () => {
    const firstSeed = randomInt(2 ** 32);
    console.info(`${String(freshSeeds)} seeds from ${String(firstSeed)}`);
    const sum = await simulateMany(seedsFrom(firstSeed, freshSeeds));
    expect(sum.violations).toEqual([]);
    // That much has happened: otherwise nothing was proved.
    expect(sum.effects).toBeGreaterThan(freshSeeds);
    expect(sum.kills).toBeGreaterThan(freshSeeds);
    expect(sum.parked).toBeGreaterThan(0);
  }, 120_000);

  test.each(pastSeeds)('does not fail any more as it did with seed %d: %s', async (seed) => {
    const { violations } = await simulate(seed);
    expect(violations).toEqual([]);
  });
});

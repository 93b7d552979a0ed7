import { describe, expect, test } from '@jest/globals';
import { isRuleOff, rulesOff, type Off } from './rulesOff.js';
import { seedsFrom, simulateMany } from './simulateMany.js';

const firstSeed = 1;
/** Within so many seeds it is found what every single rule is there for. */
const withinSeeds = 1_000;

describe('A rule of the core that does not hold', () => {
  test.each(Object.keys(rulesOff).filter(isRuleOff))(
    'is found out: %s',
    async (without) => {
      const { where }: Off = rulesOff[without];
      const seeds = seedsFrom(firstSeed, withinSeeds);
      const found = await simulateMany(seeds, { without, where, enough: 1 });
      expect(found.violations).toHaveLength(1);

      const withIt = await simulateMany(seedsFrom(firstSeed, found.seeds), { where });
      expect(withIt.violations).toEqual([]);
    },
    60_000,
  );
});

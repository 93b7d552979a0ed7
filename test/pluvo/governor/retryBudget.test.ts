import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RetryBudget } from '../../../pluvo/governor/RetryBudget.js';
import { ManualClock } from '../../support/ManualClock.js';

test('a few reads may always be tried again, more only as a tenth of all calls', () => {
  fc.assert(
    fc.property(fc.nat(2_000), (calls) => {
      const budget = new RetryBudget(new ManualClock());
      for (let call = 0; call < calls; call += 1) budget.countCall();
      let retries = 0;
      while (budget.take()) retries += 1;
      expect(retries).toBeGreaterThanOrEqual(10);
      expect(retries).toBeLessThanOrEqual(11 + calls / 10);
    }),
  );
});

test('after a while without retries there is a new budget', () => {
  const clock = new ManualClock();
  const budget = new RetryBudget(clock);
  while (budget.take());
  clock.advance(10_000);
  expect(budget.take()).toBe(false);
  clock.advance(10_000);
  expect(budget.take()).toBe(true);
  clock.advance(60_000);
  expect(budget.take()).toBe(true);
});

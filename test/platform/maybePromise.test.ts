import { expect, test } from '@jest/globals';
import { andThen, runSteps, type MaybePromise } from '../../platform/maybePromise.js';

/** The sum of what it is given, one number after the other; what cannot be had counts as 100. */
function* sum(
  numbers: readonly (() => MaybePromise<number>)[],
): Generator<MaybePromise<number>, number, number> {
  let total = 0;
  for (const number of numbers) {
    try {
      total += yield number();
    } catch {
      total += 100;
    }
  }
  return total;
}
const now = (value: number) => () => value;
const later = (value: number) => () => Promise.resolve(value);

test('steps whose needs are all there give their result at once', () => {
  expect(runSteps(sum([now(1), now(2)]))).toBe(3);
  expect(andThen(1, (value) => value + 1)).toBe(2);
});

test('steps that have to wait give a promise, and go on in their order', async () => {
  await expect(runSteps(sum([now(1), later(2), now(4), later(8)]))).resolves.toBe(15);
  await expect(andThen(Promise.resolve(1), (value) => value + 1)).resolves.toBe(2);
});

test('a need that fails fails where the steps wait for it', async () => {
  const broken = () => Promise.reject(new Error('broken'));
  await expect(runSteps(sum([later(1), broken, now(2)]))).resolves.toBe(103);
});

test('as many steps as one likes run at once', () => {
  expect(runSteps(sum(Array.from({ length: 100_000 }, () => now(1))))).toBe(100_000);
});

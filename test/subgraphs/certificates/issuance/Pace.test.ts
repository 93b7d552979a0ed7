import { expect, test } from '@jest/globals';
import { Pace } from '../../../../subgraphs/certificates/issuance/Pace.js';

/** How wide it is after so many calls that all went well, or all badly. */
function after(pace: Pace, calls: number, well: boolean): number {
  for (let call = 0; call < calls; call += 1) pace.went(well);
  return pace.width;
}

test('calls under way at once are halved when Pluvo asks for less, down to one', () => {
  const pace = new Pace(16);
  expect(after(pace, 1_000, true)).toBe(16);
  expect([1, 2, 3, 4, 5].map(() => after(pace, 1, false))).toEqual([8, 4, 2, 1, 1]);
});

test('one more call is allowed after as many good answers as are allowed, up to the most', () => {
  const pace = new Pace(6);
  expect(pace.width).toBe(4);
  expect(after(pace, 3, true)).toBe(4);
  expect(after(pace, 1, true)).toBe(5);
  expect(after(pace, 5, true)).toBe(6);
  expect(after(pace, 100, true)).toBe(6);
});

test('never more calls than the most are allowed, also at the start', () => {
  expect(new Pace(2).width).toBe(2);
});

import { describe, expect, test } from '@jest/globals';
import { simulate } from './simulate.js';

describe('A simulation', () => {
  test('is the same to the last step when its seed is the same', async () => {
    const [once, again] = [
      await simulate(7, { isTraced: true }),
      await simulate(7, { isTraced: true }),
    ];
    expect(once.trace.length).toBeGreaterThan(100);
    expect(again).toEqual(once);
  });

  test('is another one when its seed is another one', async () => {
    const runs = [await simulate(7, { isTraced: true }), await simulate(8, { isTraced: true })];
    expect(runs[0]?.trace).not.toEqual(runs[1]?.trace);
  });
});

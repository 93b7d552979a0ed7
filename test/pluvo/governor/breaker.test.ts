import { beforeEach, describe, expect, test } from '@jest/globals';
import { Breaker } from '../../../pluvo/governor/Breaker.js';
import { ManualClock } from '../../support/ManualClock.js';

describe('An operation that keeps failing', () => {
  let clock: ManualClock;
  let breaker: Breaker;
  beforeEach(() => {
    clock = new ManualClock();
    breaker = new Breaker({ clock, random: () => 0.5, openMs: 1_000 });
  });
  const calls = (count: number, well: boolean) => {
    for (let call = 0; call < count; call += 1) breaker.admit()?.(well);
  };

  test('is left alone once more than half of at least ten calls have failed', () => {
    calls(9, false);
    expect(breaker.refusesForMs()).toBeUndefined();
    calls(1, false);
    expect(breaker.refusesForMs()).toBe(1_000);
    expect(breaker.admit()).toBeUndefined();
  });

  test('is not left alone while half of its calls succeed', () => {
    for (let round = 0; round < 50; round += 1) {
      calls(1, true);
      calls(1, false);
    }
    expect(breaker.state).toBe('closed');
  });

  test('is tried by one call after a while, and goes on when that succeeds', () => {
    calls(10, false);
    clock.advance(1_000);
    const probe = breaker.admit();
    expect(breaker.admit()).toBeUndefined();
    probe?.(true);
    // What was before is forgotten.
    calls(8, false);
    expect(breaker.state).toBe('closed');
  });

  test('is left alone twice as long after each call that tries it in vain, up to a minute', () => {
    calls(10, false);
    for (const expectedMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      expect(breaker.refusesForMs()).toBe(expectedMs);
      clock.advance(expectedMs);
      breaker.admit()?.(false);
    }
  });

  test('is not judged by calls from before it was left alone', () => {
    const before = [breaker.admit(), breaker.admit()];
    calls(10, false);
    before[0]?.(true);
    expect(breaker.state).toBe('open');
    clock.advance(1_000);
    breaker.admit();
    before[1]?.(true);
    expect(breaker.state).toBe('probing');
  });
});

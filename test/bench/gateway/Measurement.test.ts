import { expect, test } from '@jest/globals';
import { measurementOf } from '../../../bench/gateway/Measurement.js';
import type { Window } from '../../../bench/gateway/measureWindow.js';

const window = (rps: number, loopMs: number, othersShare = 0): Window => ({
  ...{ rps, loopMs, p50Ms: 1, p99Ms: 2, cpuUs: 100, rssMb: 50, loadShare: 0.2, ownShare: 1 },
  ...{ failures: 0, othersShare },
});

test('windows in which the machine was slower than usual do not count', () => {
  const windows = [window(1_000, 100), window(300, 160), window(1_100, 101), window(1_200, 99)];
  const { rps, spread, dropped } = measurementOf(windows, 100);
  expect({ rps, spread, dropped }).toEqual({ rps: 1_100, spread: [1_000, 1_200], dropped: 1 });
});

test('windows in which somebody else was on the core do not count', () => {
  const { rps, dropped } = measurementOf([window(1_000, 100), window(700, 100, 0.3)], 100);
  expect({ rps, dropped }).toEqual({ rps: 1_000, dropped: 1 });
});

test('with no other windows they count, and it is told', () => {
  const { rps, windows, dropped } = measurementOf([window(300, 160), window(500, 170)], 100);
  expect({ rps, windows, dropped }).toEqual({ rps: 400, windows: 2, dropped: 2 });
});

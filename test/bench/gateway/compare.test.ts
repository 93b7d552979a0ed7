import { expect, test } from '@jest/globals';
import { compare, type Measurements } from '../../../bench/gateway/compare.js';
import type { Measurement } from '../../../bench/gateway/Measurement.js';

const at = (rps: number, p99 = 10): Measurement => ({
  ...{
    rps,
    p50: 5,
    p99,
    cpuUs: 1_000_000 / rps,
    rss: 100,
    loadShare: 0.3,
    ownShare: 1,
    othersShare: 0,
  },
  ...{ failures: 0, spread: [rps, rps], windows: 6, dropped: 0 },
});
const measured: Measurements = {
  ours: { W1: at(12_000), W2: at(3_000) },
  oursCached: { W1: at(20_000) },
  hiveJs: { W1: at(900), W2: at(300) },
  hiveRust: { W1: at(1_000), W2: at(200) },
  grafbase: { W1: at(4_000, 9) },
  canned: { W1: at(25_000) },
};

test('ours is divided by theirs, and Hive counts with the better of its planners in each workload', () => {
  expect(compare(measured).ratios).toMatchObject({
    hive: { W1: 12, W2: 10 },
    grafbase: { W1: 3 },
  });
});

test('answers that are ready are compared with our cache of answers, everything else without it', () => {
  const { ratios, ratiosCached } = compare(measured);
  expect(ratios['canned']).toEqual({ W1: 0.8 });
  expect(ratiosCached).toMatchObject({ canned: { W1: 0.8 }, hive: { W1: 20 } });
});

test('each goal says whether it is met, and where its number is', () => {
  expect(compare(measured).goals).toMatchObject({
    'ratios.hive.W1': { goal: 'at least 12', value: 12, met: true },
    'ratiosCached.canned.W1': { value: 0.8, met: true },
    'ratiosP99.grafbase.W1': { value: 0.9, met: false },
  });
});

test('what was not measured is not judged', () => {
  expect(Object.keys(compare(measured).goals)).not.toContain('ratios.mercurius.W1');
  expect(Object.keys(compare(measured).goals)).not.toContain('ratios.grafbase.W2');
});

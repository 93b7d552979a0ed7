import { expect, test } from '@jest/globals';
import { pagesGoals } from '../../bench/pages/goals.js';
import { anything, linesOf, readable, reportOf } from '../../bench/report.js';

const asWished = {
  l1HitRatioToConstant: 0.85,
  l2HitRatioToConstant: 0.5,
  upstreamCallsPerExpiryFleet10: 1,
  failedReadsDuringRedisKill: 0,
  failedReadsDuringPluvoOutage: 0,
  p99RatioDuringRedisKill: 3,
  upstreamCallsWalk10kBy7: 200,
};

test('the report has every number beside its goal, met when it is just reached', () => {
  const report = reportOf(pagesGoals, asWished);
  expect(report).toMatchObject(asWished);
  expect(Object.values(report.goals).map(({ met }) => met)).toEqual(Array(7).fill(true));
  expect(report.goals.l1HitRatioToConstant.goal).toBe('at least 0.85');
});

test.each([
  ['l1HitRatioToConstant', 0.84],
  ['l2HitRatioToConstant', 0.49],
  ['upstreamCallsPerExpiryFleet10', 1.1],
  ['upstreamCallsPerExpiryFleet10', 0.9],
  ['failedReadsDuringRedisKill', 1],
  ['failedReadsDuringPluvoOutage', 1],
  ['p99RatioDuringRedisKill', 3.1],
  ['upstreamCallsWalk10kBy7', 201],
] as const)('a goal that is missed is told as missed: %s of %d', (name, value) => {
  const { goals } = reportOf(pagesGoals, { ...asWished, [name]: value });
  const missed = Object.entries(goals).flatMap(([goal, { met }]) => (met ? [] : [goal]));
  expect(missed).toEqual([name]);
});

test('what could not be measured does not meet its goal', () => {
  expect(reportOf(pagesGoals, { ...asWished, p99RatioDuringRedisKill: NaN }).goals).toMatchObject({
    p99RatioDuringRedisKill: { met: false },
  });
});

test('a person reads one line for each number', () => {
  const lines = linesOf(reportOf(pagesGoals, { ...asWished, l1HitRatioToConstant: 0.912_345 }));
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe('✓ l1HitRatioToConstant: 0.9123 (goal: at least 0.85)');
});

test('numbers are cut to what was measured, and whole ones are kept', () => {
  expect(readable({ a: [1.234_567, 123_456], b: null, c: { d: 'x', e: true } })).toEqual({
    a: [1.235, 123_456],
    b: null,
    c: { d: 'x', e: true },
  });
});

test('a number without a goal is told, and not judged', () => {
  const report = reportOf({ acceptMs: anything }, { acceptMs: 812 });
  expect(linesOf(report)).toEqual(['✓ acceptMs: 812']);
});

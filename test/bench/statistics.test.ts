import { expect, test } from '@jest/globals';
import { countGroups, median, percentile } from '../../bench/load/statistics.js';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

test('a percentile is a value that was measured, and that the share does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile([3], 0.99)).toBe(3);
  expect(percentile([], 0.99)).toBeNaN();
});

test('instants that follow each other closely are one group, in whatever order they come', () => {
  expect(countGroups([1_005, 0, 1_000, 3, 2_500], 100)).toBe(3);
  expect(countGroups([0, 90, 180, 270], 100)).toBe(1);
  expect(countGroups([], 100)).toBe(0);
});

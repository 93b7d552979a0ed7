import { expect, test } from '@jest/globals';
import { curveOf, watchMemory } from '../../bench/memory/watchMemory.js';

test('growth is from the second quarter of the time to its end, past the warm-up', () => {
  const warmUp = [10, 50, 90, 100];
  expect(curveOf([...warmUp, 100, 101, 99, 100, 102, 100]).rssGrowthMb).toBe(2);
  expect(curveOf([...warmUp, 110, 120, 130, 140, 150, 160]).rssGrowthMb).toBe(50);
});

test('each tenth of the time tells its highest', () => {
  const { tenthsMb, peakMb } = curveOf(Array.from({ length: 20 }, (_, n) => n));
  expect(tenthsMb).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  expect(peakMb).toBe(19);
});

test('a process is watched for as long as the work takes, and what it brought is passed on', async () => {
  const { result, memory } = await watchMemory(process.pid, () => Promise.resolve('done'));
  expect(result).toBe('done');
  expect(memory.peakMb).toBeGreaterThan(1);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { curveOf, watchMemory } from '../../bench/memory/watchMemory.js';
import { processTree } from '../../bench/processes/processTree.js';
import { rssMb } from '../../bench/processes/processUse.js';
import { eventually } from '../support/eventually.js';

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

test('a child that has ended and that nobody waited for holds no memory', async () => {
  const parent = spawn('sh', ['-c', 'true & exec sleep 60']);
  try {
    await once(parent, 'spawn');
    const parentPid = Number(parent.pid);
    const children = () => processTree(parentPid).slice(1);
    await eventually(() => children().some(isDefunct));
    expect(children().map(rssMb)).toEqual([0]);
    const { memory } = await watchMemory(parentPid, () => Promise.resolve());
    expect(memory.peakMb).toBeGreaterThan(0.1);
  } finally {
    parent.kill();
    await once(parent, 'close');
  }
  expect(rssMb(Number(parent.pid))).toBe(0);
  expect(processTree(Number(parent.pid))).toEqual([parent.pid]);
});

function isDefunct(pid: number): boolean {
  return readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
}

import { expect, test } from '@jest/globals';
import { readOptions } from '../../../bench/gateway/options.js';

const names = (args: readonly string[]) => readOptions(args).systems.map(({ name }) => name);

test('without flags everything is measured in three rounds', () => {
  const { rounds, workloads } = readOptions([]);
  expect({ rounds, workloads }).toEqual({ rounds: 3, workloads: ['W1', 'W2', 'W3', 'W4'] });
  expect(names([])).toHaveLength(10);
});

test('ours is always measured, and of the others those that are asked for', () => {
  expect(names(['--peers', 'hive,rawProxy'])).toEqual([
    ...['ours', 'oursCached', 'rawProxy', 'hiveJs', 'hiveRust'],
  ]);
});

test.each([
  [['--peers', 'hivee'], '--peers: expected some of .*; got hivee'],
  [['--workloads', 'W1,W9'], '--workloads: expected some of .*; got W9'],
])('a name that nobody knows is refused: %s', (args, message) => {
  expect(() => readOptions(args)).toThrow(new RegExp(message));
});

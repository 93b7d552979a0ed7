import { expect, test } from '@jest/globals';
import { parseCores } from '../../bench/processes/cores.js';

test('the cores that Linux lists are read, with ranges', () => {
  expect(parseCores('0-2,5')).toEqual([0, 1, 2, 5]);
  expect(parseCores('3')).toEqual([3]);
  expect(parseCores('')).toEqual([]);
});

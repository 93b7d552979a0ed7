import { describe, expect, test } from '@jest/globals';
import { parseWindow } from '../../../platform/relay/windowArguments.js';

const limits = { defaultSize: 50, maxSize: 500 };

describe('Connection arguments', () => {
  test.each([
    [{}, { from: 'start', size: 50 }],
    [
      { first: null, last: null, after: null, before: null },
      { from: 'start', size: 50 },
    ],
    [
      { first: 3, after: 'c' },
      { from: 'start', size: 3, after: 'c' },
    ],
    [
      { last: 3, before: 'c' },
      { from: 'end', size: 3, before: 'c' },
    ],
    [
      { first: 500, after: 'a', before: 'b' },
      { from: 'start', size: 500, after: 'a', before: 'b' },
    ],
    [{ first: 0 }, { from: 'start', size: 0 }],
    [
      { first: null, last: 0 },
      { from: 'end', size: 0 },
    ],
    [{ before: 'c' }, { from: 'start', size: 50, before: 'c' }],
  ])('%j ask for %j', (given, window) => {
    expect(parseWindow(given, limits)).toEqual(window);
  });

  test.each([
    [{ first: 1, last: 1 }, /first or last, got both/],
    [{ first: -1 }, /first to be from 0 to 500, got -1/],
    [{ last: -1 }, /last to be from 0 to 500, got -1/],
    [{ first: 501 }, /first to be from 0 to 500, got 501/],
  ])('%j are refused, saying what was expected and what came', (given, message) => {
    const parse = () => parseWindow(given, limits);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: 'INVALID_PAGE_ARGUMENTS' }));
  });
});

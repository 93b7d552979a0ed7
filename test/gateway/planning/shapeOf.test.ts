import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { shapeOf } from '../../../gateway/planning/shapeOf.js';

const shape = (source: string, name?: string) => shapeOf(parse(source), name);

describe('operations have one shape if they differ by', () => {
  test.each([
    ['aliases', '{ x: a { y: b } }'],
    ['the name of the operation', 'query Q { a { b } }'],
    ['arguments', '{ a(first: 1) { b(of: [2]) } }'],
    ['variables', 'query ($n: Int) { a(first: $n) { b } }'],
    ['repeated leaves', '{ a { b b } }'],
  ])('%s', (_what, source) => {
    expect(shape(source)).toBe(shape('{ a { b } }'));
  });

  test('the order of leaves, whatever their aliases are', () => {
    expect(shape('{ a: c b { x: z y } }')).toBe(shape('{ z: c b { y z } }'));
  });

  test('the names of fragments and of the variables of conditions', () => {
    expect(
      shape('query ($x: Boolean!) { ...F @skip(if: $x) } fragment F on Query { a { b } }'),
    ).toBe(shape('query ($y: Boolean!) { ...G @skip(if: $y) } fragment G on Query { a { b } }'));
  });
});

describe('operations have different shapes if they differ by', () => {
  test.each([
    ['depth', '{ a { a { b } } }'],
    ['fields', '{ a { c } }'],
    ['conditions', '{ a { b @include(if: false) } }'],
    ['types of fragments', '{ a { ... on A { b } } }'],
    ['how often objects are asked for', '{ a { b } x: a { b } }'],
  ])('%s', (_what, source) => {
    expect(shape(source)).not.toBe(shape('{ a { b } }'));
  });
});

test('only the operation that is asked for counts', () => {
  expect(shape('query A { a { b } } query B { c }', 'A')).toBe(shape('{ a { b } }'));
});

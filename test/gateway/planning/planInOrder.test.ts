import type { QueryPlan } from '@apollo/query-planner';
import { expect, test } from '@jest/globals';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { planInOrder } from '../../../gateway/planning/planInOrder.js';

const compact = stripIgnoredCharacters;

/** The documents that the planner is given. */
function plannedFor(source: string, operationName?: string): string[] {
  const documents: string[] = [];
  planInOrder(parse(source), operationName, (document) => {
    documents.push(compact(print(document)));
    return { kind: 'QueryPlan' } satisfies QueryPlan;
  });
  return documents;
}

test.each([
  '{a...F b}fragment F on Query{c}',
  'mutation($a:Boolean!){a@include(if:$a)b}',
  '{a@skip(if:true)a}',
])('an operation of which nobody sees the order is planned as it is: %s', (source) => {
  expect(plannedFor(source)).toEqual([compact(source)]);
});

test('a mutation with fragments is planned as its fields, in their order, without what is used up', () => {
  const source =
    'mutation M{a ...F ...{d ...{e{...G}}} a}query Q{...H}fragment F on Mutation{b c}fragment G on E{f}fragment H on Query{g}';
  expect(plannedFor(source, 'M')).toEqual(['mutation M{a b c d e{...G}a}fragment G on E{f}']);
});

test('a mutation that repeats a name under conditions is planned for each way in which they come out', () => {
  const source =
    'mutation($a:Boolean!,$b:Boolean!){x@include(if:$a)y x@skip(if:$b)z@include(if:false)@kept}';
  expect(plannedFor(source)).toEqual(
    ['x y', 'x y x', 'y', 'y x'].map((fields) => `mutation($a:Boolean!$b:Boolean!){${fields}}`),
  );
});

test('a mutation with more conditions than can be planned for is refused', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const mutation = (variables: readonly string[]) =>
    `mutation(${variables.map((name) => `$${name}:Boolean!`).join()}){${variables.map((name) => `...@include(if:$${name}){${name}}`).join('')}}`;
  expect(plannedFor(mutation(names.slice(1)))).toHaveLength(31);
  expect(() => plannedFor(mutation(names))).toThrow(
    'Expected at most 5 variables in conditions at the root of a mutation that repeats names or has fragments, got 6.',
  );
});

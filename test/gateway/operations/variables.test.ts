import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, getVariableValues, parse } from 'graphql';
import { compileVariables } from '../../../gateway/operations/compileVariables.js';

const schema = buildSchema(/* GraphQL */ `
  scalar Anything
  enum Colour {
    RED
    GREEN
  }
  input Filter {
    colours: [Colour!]
    least: Int! = 3
    inner: Filter
  }
  type Query {
    a(filter: Filter, id: ID!, colour: Colour, anything: Anything): String
  }
`);
const query =
  'query ($filter: Filter, $id: ID!, $colour: Colour = RED, $anything: Anything, $least: Int! = 2) { a(id: $id) }';
const definitions = getOperationAST(parse(query))?.variableDefinitions ?? [];
const coerce = compileVariables(schema, definitions);

describe('Variables', () => {
  test.each([
    {},
    { id: 1 },
    { id: '1', other: true },
    { id: null },
    { id: {} },
    { id: 1.5 },
    { id: '1', filter: null, colour: null, anything: null },
    { id: '1', least: null },
    { id: '1', filter: {} },
    { id: '1', filter: { colours: 'GREEN', least: 4, inner: { inner: {} } } },
    { id: '1', filter: { colours: [null] } },
    { id: '1', filter: { least: '4' } },
    { id: '1', filter: { unknown: 1 } },
    { id: '1', filter: [] },
    { id: '1', colour: 'BLUE' },
    { id: '1', anything: { any: [1, 'x', null] } },
    { id: '1', least: 2 ** 31 },
  ])('are coerced as graphql-js coerces them: %j', (given: Record<string, unknown>) => {
    const { coerced } = getVariableValues(schema, definitions, given);
    expect(coerce(given) && { ...coerce(given) }).toEqual(coerced);
  });

  test('may be called anything', () => {
    const named = getOperationAST(parse('query ($__proto__: ID, $constructor: ID) { a(id: 1) }'));
    const given = JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, unknown>;
    const coerced = compileVariables(schema, named?.variableDefinitions ?? [])(given) ?? {};
    expect(Object.entries(coerced)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  test('that nest deeper than the stack reaches are refused, not a fault', () => {
    let filter: object = {};
    for (let depth = 0; depth < 100_000; depth += 1) filter = { inner: filter };
    expect(coerce({ id: '1', filter })).toBeUndefined();
  });
});

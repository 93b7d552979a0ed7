import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, test } from '@jest/globals';
import { lexicographicSortSchema, printSchema, validateSchema, type GraphQLSchema } from 'graphql';
import { buildGraph } from '../../../gateway/planning/buildGraph.js';
import { ownSupergraphFile } from '../../../gateway/supergraph.js';
import { compose } from './support/compose.js';

const hiding = compose({
  one: /* GraphQL */ `
    directive @mine on FIELD
    type Query {
      thing(hidden: Int @inaccessible, shown: Input): Thing
      secret: Secret @inaccessible
      any: Any
      either: Either
    }
    type Thing implements Any & Named @key(fields: "id") {
      id: ID! @inaccessible
      name: String @deprecated(reason: "old")
      kind: Kind
    }
    type Secret implements Any @inaccessible {
      name: String
    }
    interface Any {
      name: String
    }
    interface Named @inaccessible {
      name: String
    }
    union Either = Thing | Secret
    enum Kind {
      OPEN
      CLOSED @inaccessible
    }
    input Input {
      a: Int = 1
      b: Int @inaccessible
    }
    scalar Hidden @inaccessible
    scalar Shown @specifiedBy(url: "https://example.com/shown")
  `,
  two: /* GraphQL */ `
    type Thing @key(fields: "id") {
      id: ID!
      more: Shown
    }
    scalar Shown @specifiedBy(url: "https://example.com/shown")
  `,
});

const text = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

describe.each([
  ['of this repository', readFileSync(ownSupergraphFile, 'utf8')],
  ['that hides much', hiding],
])('a supergraph %s', (_, sdl) => {
  test("shows callers what Apollo's own libraries show them", () => {
    const { apiSchema } = buildGraph(sdl);
    expect(text(apiSchema)).toBe(text(Supergraph.build(sdl).apiSchema().toGraphQLJSSchema()));
    expect(validateSchema(apiSchema)).toEqual([]);
  });
});

test('what is hidden from callers is there for the gateway, with where each subgraph is', () => {
  const { supergraphSchema, subgraphs, sdl } = buildGraph(hiding);
  expect(supergraphSchema.getType('Secret')).toBeDefined();
  expect(sdl).toBe(hiding);
  expect(subgraphs).toEqual([
    { name: 'one', url: 'http://one.example/graphql' },
    { name: 'two', url: 'http://two.example/graphql' },
  ]);
});

test('what is no supergraph is told at once', () => {
  expect(() => buildGraph('type Query { a: Int }')).toThrow('expected an enum join__Graph');
});

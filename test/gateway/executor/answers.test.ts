import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestGraph } from './support/TestGraph.js';

const users = [
  { id: '1', name: 'Ada "the first"', pet: { __typename: 'Cat', id: 'c', name: 'Tom', lives: 9 } },
  {
    id: '2',
    name: 'Grace\u2028',
    pet: { __typename: 'Dog', id: 'd', name: 'Rex', tricks: ['sit'] },
  },
  { id: '3', name: 'Barbara', pet: null },
];
const friendships: Readonly<Record<string, string[]>> = {
  '1': ['2', '3'],
  '2': ['3', '2'],
  '3': [],
};

const graph = new TestGraph({
  people: {
    typeDefs: /* GraphQL */ `
      scalar JSON
      interface Pet {
        id: ID!
        name: String!
      }
      type Cat implements Pet @key(fields: "id") {
        id: ID!
        name: String!
        lives: Int!
      }
      type Dog implements Pet @key(fields: "id") {
        id: ID!
        name: String!
        tricks: [String!]!
      }
      type User @key(fields: "id") {
        id: ID!
        name: String!
        pet: Pet
        any(of: JSON): JSON
        matrix: [[Int!]!]
      }
      type Query {
        users: [User]!
        user(id: ID!): User
        echo(text: String = "default"): String
      }
      type Mutation {
        rename(id: ID!, name: String!): User
      }
    `,
    resolvers: {
      User: {
        __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id),
        any: (_: unknown, { of }: { of: unknown }) => of ?? { a: [1, null], __proto: 1 },
        matrix: () => [[1, 2], [], [3]],
      },
      Query: {
        users: () => [users[0], null, users[1], users[2]],
        user: (_: unknown, { id }: { id: string }) => users.find((user) => user.id === id),
        echo: (_: unknown, { text }: { text: string }) => text,
      },
      Mutation: {
        rename: (_: unknown, { id, name }: { id: string; name: string }) => ({
          ...users.find((user) => user.id === id),
          name,
        }),
      },
    },
  },
  social: {
    typeDefs: /* GraphQL */ `
      type User @key(fields: "id") {
        id: ID!
        friends: [User!]!
        best: User
        greeting: String! @requires(fields: "name")
        name: String! @external
      }
      type Cat @key(fields: "id") {
        id: ID!
        likes: Int
      }
      type Dog @key(fields: "id") {
        id: ID!
        likes: Int
      }
      type Query {
        popular: [User!]!
      }
    `,
    resolvers: {
      Cat: { __resolveReference: ({ id }: { id: string }) => ({ id, likes: 3 }) },
      Dog: { __resolveReference: ({ id }: { id: string }) => ({ id, likes: 4 }) },
      User: {
        __resolveReference: (reference: object) => reference,
        friends: ({ id }: { id: string }) => friendships[id]?.map((other) => ({ id: other })),
        best: ({ id }: { id: string }) => friendships[id]?.[0] && { id: friendships[id][0] },
        greeting: ({ name }: { name: string }) => `Hello ${name}`,
      },
      Query: { popular: () => [{ id: '2' }, { id: '3' }, { id: '2' }] },
    },
  },
});

describe('an answer', () => {
  test.each<[string, string, object, unknown]>([
    [
      'of one subgraph',
      '{ users { id name } }',
      {},
      {
        users: [
          { id: '1', name: users[0]?.name },
          null,
          { id: '2', name: users[1]?.name },
          { id: '3', name: 'Barbara' },
        ],
      },
    ],
    [
      'joined of two',
      '{ popular { name friends { name } } }',
      {},
      {
        popular: [
          { name: users[1]?.name, friends: [{ name: 'Barbara' }, { name: users[1]?.name }] },
          { name: 'Barbara', friends: [] },
          { name: users[1]?.name, friends: [{ name: 'Barbara' }, { name: users[1]?.name }] },
        ],
      },
    ],
    [
      'with abstract types',
      '{ users { pet { name ... on Cat { lives likes } ... on Dog { tricks } __typename } } }',
      {},
      {
        users: [
          { pet: { name: 'Tom', lives: 9, likes: 3, __typename: 'Cat' } },
          null,
          { pet: { name: 'Rex', tricks: ['sit'], __typename: 'Dog' } },
          { pet: null },
        ],
      },
    ],
    [
      'with typenames under other names',
      '{ what: __typename user(id: 1) { kind: __typename pet { sort: __typename } } }',
      {},
      { what: 'Query', user: { kind: 'User', pet: { sort: 'Cat' } } },
    ],
    [
      'with required fields',
      '{ popular { greeting } }',
      {},
      {
        popular: [
          { greeting: `Hello ${users[1]?.name ?? ''}` },
          { greeting: 'Hello Barbara' },
          { greeting: `Hello ${users[1]?.name ?? ''}` },
        ],
      },
    ],
    [
      'with aliases of a prototype',
      '{ user(id: 1) { __proto__: name constructor: best { __proto__: name toString: id } prototype: any hasOwnProperty: friends { valueOf: name } } }',
      {},
      null,
    ],
    [
      'with lists of lists',
      '{ user(id: 1) { matrix any(of: {b: [{c: 1}]}) } }',
      {},
      { user: { matrix: [[1, 2], [], [3]], any: { b: [{ c: 1 }] } } },
    ],
    [
      'left out or taken in by variables',
      'query ($a: Boolean!, $b: Boolean = true) { user(id: 1) { name @skip(if: $a) best @include(if: $b) { name } ... @include(if: $a) { id } } }',
      { a: true },
      { user: { best: { name: users[1]?.name }, id: '1' } },
    ],
    [
      'of a schema next to data',
      '{ __type(name: "Cat") { name } echo __schema { queryType { name } } }',
      {},
      { __type: { name: 'Cat' }, echo: 'default', __schema: { queryType: { name: 'Query' } } },
    ],
    [
      'of merged fields',
      '{ user(id: 1) { best { id } ...F } } fragment F on User { best { name } }',
      {},
      { user: { best: { id: '2', name: users[1]?.name } } },
    ],
    [
      'of a mutation',
      'mutation { rename(id: 1, name: "Eve") { name greeting friends { id } } }',
      {},
      { rename: { name: 'Eve', greeting: 'Hello Eve', friends: [{ id: '2' }, { id: '3' }] } },
    ],
    ['of nobody', '{ user(id: 9) { name friends { name } } }', {}, { user: null }],
    ['of variables', 'query ($t: String) { echo(text: $t) }', { t: 'x' }, { echo: 'x' }],
    ['of defaults', 'query ($t: String = "y") { echo(text: $t) }', {}, { echo: 'y' }],
    ['of nothing but the type', '{ __typename }', {}, { __typename: 'Query' }],
  ])('%s is complete', async (_what, query, variables, expected) => {
    const { data, errors, text } = await graph.ask(query, variables as Record<string, unknown>);
    expect(errors).toEqual([]);
    if (expected === null) {
      expect(text).toBe(
        '{"user":{"__proto__":"Ada \\"the first\\"","constructor":{"__proto__":"Grace\u2028","toString":"2"},"prototype":{"a":[1,null],"__proto":1},"hasOwnProperty":[{"valueOf":"Grace\u2028"},{"valueOf":"Barbara"}]}}',
      );
    } else expect(data).toEqual(expected);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  test('asks for the same object once', async () => {
    const { sent } = await graph.ask('{ popular { name friends { name } best { name } } }');
    const representations = sent.map(({ variables }) => variables['representations']);
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['social', 'people']);
    expect(representations[1]).toEqual([
      { __typename: 'User', id: '2' },
      { __typename: 'User', id: '3' },
    ]);
  });
});

describe('a text', () => {
  const namesOf = new Map([
    ['a', ''],
    ['b', ''],
  ]);
  const kindsOf = new Map([
    ['a', ''],
    ['b', ''],
  ]);
  let isRead = false;
  const replyWith = (data: object) =>
    isRead ? { answer: { data } as never } : { text: JSON.stringify({ data }) };
  const two = new TestGraph({
    names: {
      typeDefs: /* GraphQL */ `
        type Thing @key(fields: "id") {
          id: ID!
          name: String
        }
        type Query {
          things: [Thing]
        }
      `,
      answer: () =>
        replyWith({
          things: [...namesOf].map(([id, name]) => ({ __typename: 'Thing', id, name })),
        }),
    },
    kinds: {
      typeDefs: /* GraphQL */ `
        type Thing @key(fields: "id") {
          id: ID!
          kind: String
        }
      `,
      answer: () => replyWith({ _entities: [...kindsOf.values()].map((kind) => ({ kind })) }),
    },
  });
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\\', '\n', '\u0000', '\u2028', '\u007f', 'é', '\ud83d\ude00', '\ud800'),
  );

  test('is in the answer as the subgraphs have it, whatever JSON has to escape in it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(anyText, anyText),
        fc.tuple(anyText, anyText),
        fc.boolean(),
        async (names, kinds, isReadAlready) => {
          for (const [index, id] of ['a', 'b'].entries()) {
            namesOf.set(id, names[index] ?? '');
            kindsOf.set(id, kinds[index] ?? '');
          }
          isRead = isReadAlready;
          const { data, errors } = await two.ask('{ things { name kind } }');
          expect(errors).toEqual([]);
          expect(data).toEqual({
            things: names.map((name, index) => ({ name, kind: kinds[index] })),
          });
        },
      ),
    ));
});

import { describe, expect, test } from '@jest/globals';
import { TestGraph } from './support/TestGraph.js';

const stock: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3 };
const graph = new TestGraph({
  shop: {
    typeDefs: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        related: [Product!]!
      }
      type Book @key(fields: "id") {
        id: ID!
        pages: Int
      }
      type Query {
        top: [Product!]!
        last: Product!
        book: Book
        nested: [[Product]!]!
        goods: [Good!]!
      }
      union Good = Product | Book
    `,
    resolvers: {
      Product: {
        related: ({ id }: { id: string }) =>
          id === 'a' ? [{ id: 'b' }, { id: 'c' }] : [{ id: 'a' }],
      },
      Query: {
        top: () => [{ id: 'a' }, { id: 'b' }, { id: 'a' }],
        last: () => ({ id: 'b' }),
        book: () => ({ id: 'x', pages: 3 }),
        goods: () => [
          { __typename: 'Book', id: 'a' },
          { __typename: 'Product', id: 'a' },
          { __typename: 'Book', id: 'b' },
          { __typename: 'Product', id: 'a' },
        ],
        nested: () => [[{ id: 'c' }, null], [], [{ id: 'c' }]],
      },
    },
  },
  stock: {
    typeDefs: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        count(in: String): Int!
        place: Place
      }
      type Place {
        shelf: Int
        room: Room
      }
      type Room {
        name: String
      }
      type Book @key(fields: "id") {
        id: ID!
        count: Int
      }
    `,
    resolvers: {
      Product: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        count: ({ id }: { id: string }, { in: unit }: { in?: string }) =>
          (stock[id] ?? 0) * (unit === 'ten' ? 10 : 1),
        place: ({ id }: { id: string }) => ({ shelf: stock[id], room: { name: `room of ${id}` } }),
      },
      Book: { __resolveReference: ({ id }: { id: string }) => ({ id, count: 7 }) },
    },
  },
});

describe('what is sent to a subgraph', () => {
  test('is one request for all entities that are wanted at the same time', async () => {
    const { data, errors, sent } = await graph.ask(
      'query ($in: String) { top { count(in: $in) } last { place { shelf } } book { count pages } }',
      { in: 'ten' },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      top: [{ count: 10 }, { count: 20 }, { count: 10 }],
      last: { place: { shelf: 2 } },
      book: { count: 7, pages: 3 },
    });
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['shop', 'stock']);
    expect(Object.values(sent[1]?.variables ?? {})).toEqual(
      expect.arrayContaining([
        'ten',
        [
          { __typename: 'Product', id: 'a' },
          { __typename: 'Product', id: 'b' },
        ],
        [{ __typename: 'Product', id: 'b' }],
        [{ __typename: 'Book', id: 'x' }],
      ]),
    );
  });

  test('holds an object once that is wanted in several places under the same selection', async () => {
    const { data, sent } = await graph.ask('{ top { count } last { count } nested { count } }');
    expect(data).toEqual({
      top: [{ count: 1 }, { count: 2 }, { count: 1 }],
      last: { count: 2 },
      nested: [[{ count: 3 }, null], [], [{ count: 3 }]],
    });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.variables).toEqual({
      representations: ['a', 'b', 'c'].map((id) => ({ __typename: 'Product', id })),
    });
  });

  test('tells objects apart that have the same key and are of different types', async () => {
    const { data, sent } = await graph.ask('{ goods { __typename ... on Product { count } } }');
    const book = { __typename: 'Book' };
    const product = { __typename: 'Product', count: 1 };
    expect(data).toEqual({ goods: [book, product, book, product] });
    expect(sent[1]?.variables).toEqual({ representations: [{ __typename: 'Product', id: 'a' }] });
  });

  test.each(['representations', 'representations_', 'representations_1', 'representations0'])(
    "holds the caller's $%s beside ours",
    async (name) => {
      const { data, errors, sent } = await graph.ask(
        `query ($${name}: String = "ten") { top { count(in: $${name}) } last { place { shelf } } book { count } }`,
      );
      expect(errors).toEqual([]);
      expect(data).toEqual({
        top: [{ count: 10 }, { count: 20 }, { count: 10 }],
        last: { place: { shelf: 2 } },
        book: { count: 7 },
      });
      expect(sent).toHaveLength(2);
    },
  );

  test('is one request where the first of several sequences go to the same subgraph', async () => {
    const deep = new TestGraph({
      start: {
        typeDefs: /* GraphQL */ `
          type Query {
            a: A
            b: B
          }
          type A @key(fields: "id") {
            id: ID!
          }
          type B @key(fields: "id") {
            id: ID!
          }
        `,
        resolvers: { Query: { a: () => ({ id: '1' }), b: () => ({ id: '2' }) } },
      },
      middle: {
        typeDefs: /* GraphQL */ `
          type A @key(fields: "id") {
            id: ID!
            next: C
          }
          type B @key(fields: "id") {
            id: ID!
            next: C
          }
          type C @key(fields: "id") {
            id: ID!
          }
        `,
        resolvers: {
          A: { __resolveReference: () => ({ next: { id: '3' } }) },
          B: { __resolveReference: () => ({ next: { id: '4' } }) },
        },
      },
      end: {
        typeDefs: /* GraphQL */ `
          type C @key(fields: "id") {
            id: ID!
            name: String
          }
        `,
        resolvers: {
          C: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `C ${id}` }) },
        },
      },
    });
    const { data, errors, sent } = await deep.ask('{ a { next { name } } b { next { name } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ a: { next: { name: 'C 3' } }, b: { next: { name: 'C 4' } } });
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['start', 'middle', 'end']);
  });

  test('gives each place objects of its own', async () => {
    const { data, errors } = await graph.ask(
      '{ top { place { shelf room { name } } related { place { room { name } } count } } }',
    );
    const room = (id: string) => ({ name: `room of ${id}` });
    const other = (id: string) => ({ place: { room: room(id) }, count: stock[id] });
    const a = { place: { shelf: 1, room: room('a') }, related: [other('b'), other('c')] };
    const b = { place: { shelf: 2, room: room('b') }, related: [other('a')] };
    expect([data, errors]).toEqual([{ top: [a, b, a] }, []]);
  });

  test('has no request for nothing', async () => {
    const nobody = new TestGraph({
      shop: {
        typeDefs: 'type Product @key(fields: "id") { id: ID! } type Query { top: [Product] }',
        resolvers: { Query: { top: () => [null] } },
      },
      stock: {
        typeDefs: 'type Product @key(fields: "id") { id: ID!, count: Int }',
      },
    });
    const { data, sent } = await nobody.ask('{ top { count } }');
    expect([data, sent.length]).toEqual([{ top: [null] }, 1]);
  });

  test('is told what an object is in the words of the subgraph', async () => {
    const animals = new TestGraph({
      kinds: {
        typeDefs: /* GraphQL */ `
          interface Animal @key(fields: "id") {
            id: ID!
            name: String
          }
          type Cat implements Animal @key(fields: "id") {
            id: ID!
            name: String
          }
          type Query {
            animals: [Animal]
          }
        `,
        resolvers: {
          Query: { animals: () => [{ __typename: 'Cat', id: '1', name: 'Tom' }] },
          Animal: {
            __resolveReference: ({ id }: { id: string }) => ({
              __typename: 'Cat',
              id,
              name: 'Tom',
            }),
          },
        },
      },
      ages: {
        typeDefs: /* GraphQL */ `
          type Animal @key(fields: "id") @interfaceObject {
            id: ID!
            age: Int
          }
          type Query {
            oldest: Animal
          }
        `,
        resolvers: {
          Animal: {
            __resolveReference: ({ id }: { id: string }) => ({ id, age: 3 }),
            age: () => 3,
          },
          Query: { oldest: () => ({ id: '9' }) },
        },
      },
    });
    const { data, sent } = await animals.ask('{ animals { name age __typename } oldest { age } }');
    expect(data).toEqual({
      animals: [{ name: 'Tom', age: 3, __typename: 'Cat' }],
      oldest: { age: 3 },
    });
    expect(sent.at(-1)?.variables).toEqual({
      representations: [{ __typename: 'Animal', id: '1' }],
    });
    const named = await animals.ask('{ oldest { __typename name } }');
    expect(named.data).toEqual({ oldest: { __typename: 'Cat', name: 'Tom' } });
  });

  test('are steps only when variables want them', async () => {
    const query = 'query ($with: Boolean!) { last { id count @include(if: $with) } }';
    const without = await graph.ask(query, { with: false });
    expect([without.data, without.sent.length]).toEqual([{ last: { id: 'b' } }, 1]);
    const all = await graph.ask(query, { with: true });
    expect([all.data, all.sent.length]).toEqual([{ last: { id: 'b', count: 2 } }, 2]);
  });

  test('is under names of its own where types disagree about a field, which the caller never sees', async () => {
    const things = new TestGraph({
      things: {
        typeDefs: /* GraphQL */ `
          type A {
            value: String
          }
          type B @key(fields: "id") {
            id: ID!
            value: String! @shareable
          }
          union Thing = A | B
          type Query {
            things: [Thing]
          }
        `,
        resolvers: {
          Query: {
            things: () => [
              { __typename: 'A', value: '' },
              { __typename: 'B', id: '1', value: 'x' },
              { __typename: 'B', id: '2' },
            ],
          },
        },
      },
      others: {
        typeDefs: /* GraphQL */ `
          type B @key(fields: "id") {
            id: ID!
            value: String @shareable
          }
        `,
      },
    });
    const query = '{ things { ... on A { value } ... on B { value } } }';
    const { data, errors, sent } = await things.ask(query);
    expect(sent[0]?.query).toContain('alias');
    expect(data).toEqual({ things: [{ value: '' }, { value: 'x' }, null] });
    expect(errors.map(({ path }) => path)).toEqual([['things', 2, 'value']]);
  });
});

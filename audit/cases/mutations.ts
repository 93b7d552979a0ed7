import type { Row, Topic } from '../Topic.js';

/** A new world for every time it is asked: mutations change it. */
function world() {
  const counter = { __typename: 'Counter', id: 'c1', value: 0, label: 'main' };
  const first: Row = { __typename: 'Item', id: 'i1', text: 'first', size: 5 };
  const items = [first];
  // What was removed can be found by its key all the same.
  const entities = [counter, first];
  return {
    Query: { counter, items: () => items },
    Mutation: {
      add: ({ by }: Row) => ((counter.value += Number(by)), { ...counter }),
      double: () => ((counter.value *= 2), { ...counter }),
      create: ({ input }: Row) => {
        const { text, size } = input as Row;
        const item = { __typename: 'Item', id: `i${String(entities.length)}`, text, size };
        items.push(item);
        entities.push(item);
        return item;
      },
      remove: ({ id }: Row) => {
        const index = items.findIndex((item) => item['id'] === id);
        return index < 0 ? null : items.splice(index, 1)[0];
      },
      fail: () => {
        throw new Error('It is not to be.');
      },
    },
    entities,
  };
}

/** Mutations run one after the other, whichever subgraph they belong to, and each once. */
export const mutations: Topic = {
  name: 'mutations',
  subgraphs: {
    adding: /* GraphQL */ `
      type Query {
        counter: Counter
      }
      type Counter @key(fields: "id") {
        id: ID!
        value: Int! @shareable
      }
      type Mutation {
        add(by: Int! = 1): Counter!
        fail: Counter
      }
    `,
    doubling: /* GraphQL */ `
      type Counter @key(fields: "id") {
        id: ID!
        value: Int! @shareable
        label: String
      }
      type Mutation {
        double: Counter
      }
    `,
    items: /* GraphQL */ `
      type Query {
        items: [Item!]!
      }
      input NewItem {
        text: String!
        size: Int = 3
      }
      type Item @key(fields: "id") {
        id: ID!
        text: String!
        size: Int
      }
      type Mutation {
        create(input: NewItem!): Item!
        remove(id: ID!): Item
      }
    `,
    rating: /* GraphQL */ `
      type Item @key(fields: "id") {
        id: ID!
        size: Int @external
        stars: Int @requires(fields: "size")
      }
    `,
  },
  world,
  computed: { 'Item.stars': ({ size }) => Number(size) + 1 },
  operations: [
    'mutation { add(by: 4) { value } }',
    'mutation { a: add(by: 2) { value } b: double { value } c: add { value } d: double { value } e: double { id } }',
    'mutation { add { label } double { label } }',
    {
      query:
        'mutation ($a: Boolean!, $b: Boolean!) { add @include(if: $b) { value @include(if: $a) } d: double { value } }',
      variables: { a: false, b: true },
    },
    'mutation { create(input: { text: "new" }) { id text size } remove(id: "i1") { id stars } }',
    {
      query:
        'mutation ($input: NewItem!, $by: Int = 7) { create(input: $input) { text size } add(by: $by) { value label } }',
      variables: { input: { text: 'given', size: null } },
    },
    'mutation { remove(id: "none") { id stars } fail { value } add { value } }',
    'mutation { a: add(by: 1) { ...C } b: add(by: 2) { ...C } c: fail { ...C } } fragment C on Counter { value __typename }',
    {
      query:
        'mutation ($yes: Boolean!) { add @include(if: $yes) { value } double @skip(if: $yes) { value } }',
      variables: { yes: false },
    },
    'mutation { __typename }',
    // Which came first is told by the ids.
    'mutation { a: create(input: { text: "a" }) { id } ...F c: create(input: { text: "c" }) { id } } fragment F on Mutation { b: create(input: { text: "b" }) { id } }',
    'mutation { ... on Mutation { constructor: create(input: { text: "a" }) { text } } ...F } fragment F on Mutation { create(input: { text: "b" }) { id } }',
    'mutation { a: create(input: { text: "a" }) { id } add { value } ... { ...F } a: create(input: { text: "a" }) { text } } fragment F on Mutation { double { value } b: create(input: { text: "b" }) { id } }',
    ...[true, false].flatMap((a) =>
      [true, false].flatMap((b) => [
        {
          query:
            'mutation ($a: Boolean!, $b: Boolean!) { ... @include(if: $a) { p: create(input: { text: "p" }) { id } ... @skip(if: $b) { q: create(input: { text: "q" }) { id } } } r: create(input: { text: "r" }) { id } ... @include(if: $a) { s: create(input: { text: "s" }) { id } } }',
          variables: { a, b },
        },
        {
          query:
            'mutation ($a: Boolean!, $b: Boolean!) { x: create(input: { text: "x" }) @include(if: $a) { text } add { value } x: create(input: { text: "x" }) @include(if: $b) { id } y: create(input: { text: "y" }) { id } }',
          variables: { a, b },
        },
        {
          query:
            'mutation ($a: Boolean!, $b: Boolean!) { ...F @include(if: $a) ...F @skip(if: $b) } fragment F on Mutation { create(input: { text: "x" }) { id } }',
          variables: { a, b },
        },
      ]),
    ),
  ],
};

import type { Operation, Row, Topic } from '../Topic.js';

const item: Row = {
  __typename: 'Item',
  id: 'i1',
  tell: (args: Row) => JSON.stringify(args),
};

/** Arguments and variables: absent, null, defaulted, coerced, and refused. */
export const variables: Topic = {
  name: 'variables and defaults',
  subgraphs: {
    items: /* GraphQL */ `
      enum Size {
        SMALL
        LARGE
      }
      input Box {
        size: Size = SMALL
        names: [String!] = ["none"]
        inner: Box
        count: Int
      }
      type Query {
        item: Item
        tell(
          text: String = "default"
          count: Int! = 3
          box: Box = { count: 1 }
          id: ID
          ratio: Float
        ): String
      }
      type Item @key(fields: "id") {
        id: ID!
      }
    `,
    telling: /* GraphQL */ `
      enum Size {
        SMALL
        LARGE
      }
      input Box {
        size: Size = SMALL
        names: [String!] = ["none"]
        inner: Box
        count: Int
      }
      type Item @key(fields: "id") {
        id: ID!
        tell(text: String = "default", sizes: [Size], box: Box): String
      }
    `,
  },
  world: () => ({ Query: { item, tell: (args: Row) => JSON.stringify(args) }, entities: [item] }),
  operations: [
    '{ tell item { tell } }',
    '{ tell(text: null, count: 5, box: null, id: 7, ratio: 1) item { tell(text: null, sizes: LARGE, box: {}) } }',
    '{ item { a: tell(box: { inner: { inner: { names: "x", size: LARGE } } }) b: tell(sizes: [SMALL, null]) } }',
    {
      query: 'query ($text: String) { tell(text: $text) item { tell(text: $text) } }',
      variables: {},
    },
    {
      query:
        'query ($text: String, $box: Box) { tell(text: $text, box: $box) item { tell(text: $text, box: $box) } }',
      variables: { text: null, box: null },
    },
    {
      query:
        'query ($count: Int = 9) { tell(count: $count) item { tell(box: { count: $count }) } }',
      variables: {},
    },
    { query: 'query ($count: Int = 9) { tell(count: $count) }', variables: { count: null } },
    {
      query: 'query ($id: ID, $ratio: Float) { tell(id: $id, ratio: $ratio) }',
      variables: { id: 12, ratio: 3 },
    },
    { query: 'query ($count: Int!) { tell(count: $count) }', variables: { count: '1' } },
    { query: 'query ($box: Box!) { tell(box: $box) }', variables: { box: { unknown: 1 } } },
    {
      query:
        'query ($size: Size!, $names: [String!]) { item { tell(sizes: [$size], box: { size: $size, names: $names, inner: { count: 2 } }) } }',
      variables: { size: 'LARGE', names: 'one' },
    },
    {
      query:
        'query ($size: Size) { item { tell(sizes: [$size]) other: tell(box: { size: $size }) } }',
      variables: {},
    },
    {
      query:
        'query ($a: String = "x\\"y\\\\", $b: String) { a: tell(text: $a) item { b: tell(text: $b) c: tell(text: """block "quoted" text""") } }',
      variables: { b: '\u2028"\\' },
    },
    ...emptied(
      'query ($a: Boolean!, $b: Boolean!) { item @include(if: $b) { id @include(if: $a) tell @include(if: $a) } }',
    ),
    ...emptied(
      'query ($a: Boolean!, $b: Boolean!) { item @skip(if: $a) { ... @include(if: $a) { id tell } ...Id @skip(if: $b) } } fragment Id on Item { id }',
    ),
    ...emptied(
      'query ($a: Boolean!, $b: Boolean!) { ... @skip(if: $a) { item @include(if: $a) { id @skip(if: $b) } } }',
    ),
  ],
};

/** An operation whose conditions leave nothing of objects, and of itself. */
function emptied(query: string): Operation[] {
  return [false, true].flatMap((a) => [false, true].map((b) => ({ query, variables: { a, b } })));
}

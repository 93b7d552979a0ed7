import type { Operation, Row, Topic } from '../Topic.js';

const anything = {
  ...{
    number: 1.5,
    text: 'a "quoted" \\ \u2028 line\n',
    nested: { list: [1, null, { a: true }] },
    empty: {},
  },
  ...JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}'),
} as Row;
const event: Row = {
  ...{
    __typename: 'Event',
    id: 'e1',
    at: '2026-01-01T00:00:00Z',
    payload: anything,
    huge: '9007199254740993',
  },
  ...{
    ratio: 0.1,
    big: 1e21,
    small: 5e-324,
    text: '\u0000\ud83d\ude00 \u00e4"\\/',
    flags: [true, false, null],
  },
};
const bare: Row = {
  ...{
    __typename: 'Event',
    id: 'e2',
    at: null,
    payload: [1, [2, ['x']]],
    huge: null,
    ratio: -0,
    big: 3,
    small: null,
  },
  ...{ text: '', flags: [] },
};

/** Custom scalars pass as they are, whatever is in them. */
export const customScalars: Topic = {
  name: 'custom scalars',
  subgraphs: {
    events: /* GraphQL */ `
      scalar DateTime
      scalar JSON
      scalar BigInt
      type Query {
        events: [Event!]!
        echo(json: JSON, at: DateTime = "then", list: [JSON]): JSON
      }
      type Event @key(fields: "id") {
        id: ID!
        at: DateTime
      }
    `,
    payloads: /* GraphQL */ `
      scalar JSON
      scalar BigInt
      type Event @key(fields: "id") {
        id: ID!
        payload(path: JSON): JSON
        huge: BigInt
        ratio: Float
        big: Float
        small: Float
        text: String
        flags: [Boolean]
      }
    `,
  },
  world: () => ({
    Query: { events: [event, bare], echo: (args: Row) => ({ ...args }) },
    entities: [event, bare],
  }),
  operations: [
    '{ events { at payload huge } }',
    '{ events { ratio big small text flags id } }',
    '{ echo(json: { a: [1, "b", { c: null }], d: ENUM }, list: [1, null, "x"]) }',
    {
      query:
        'query ($json: JSON, $list: [JSON]) { echo(json: $json, list: $list) events { payload(path: $json) } }',
      variables: { json: { a: { b: [1, 2] }, constructor: 1 }, list: [[1], { x: 2 }] },
    },
    { query: 'query ($at: DateTime) { echo(at: $at) }', variables: {} },
    { query: 'query ($at: DateTime) { echo(at: $at) }', variables: { at: null } },
    '{ echo }',
    {
      query:
        'query ($x: JSON = { a: 1 }) { a: echo(json: { wrapped: $x }) b: echo(list: [$x, 2]) }',
      variables: { x: ['given'] },
    },
  ],
};

const cell = (id: string): Row => ({
  __typename: 'Cell',
  id,
  value: `v${id}`,
  near: [[`${id}x`], null, []],
});
const cells = ['1', '2', '3', '4'].map(cell);

/** Lists in lists, with nulls at each depth, of entities and of scalars. */
export const listsOfLists: Topic = {
  name: 'lists of lists',
  subgraphs: {
    grid: /* GraphQL */ `
      type Query {
        grid: [[Cell]]
        cube: [[[Cell!]!]]!
        sum(of: [[Int!]]): Int
      }
      type Cell @key(fields: "id") {
        id: ID!
      }
    `,
    values: /* GraphQL */ `
      type Cell @key(fields: "id") {
        id: ID!
        value: String
        near: [[String!]]
        rows: [[Cell]!]
      }
    `,
  },
  world: () => {
    const rows = cells.map((each): Row => ({
      ...each,
      rows: () => [[cells[0], null], [cells[3]], []],
    }));
    return {
      Query: {
        grid: [[rows[0], null, rows[1]], null, [], [rows[2], rows[3], rows[0]]],
        cube: [[[rows[0]], [rows[1], rows[2]]], null, [[]]],
        sum: ({ of }: Row) =>
          ((of ?? []) as (number[] | null)[])
            .flatMap((row) => row ?? [])
            .reduce((sum, each) => sum + each, 0),
      },
      entities: rows,
    };
  },
  operations: [
    '{ grid { id } }',
    '{ grid { value near } }',
    '{ cube { id value } }',
    '{ grid { rows { value rows { near } } } }',
    '{ a: sum(of: [[1, 2], [3], null]) b: sum(of: 4) c: sum }',
    {
      query: 'query ($of: [[Int!]], $one: Int = 5) { sum(of: $of) one: sum(of: [[$one], [1]]) }',
      variables: { of: [[1], null, [2, 3]] },
    },
  ],
};

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

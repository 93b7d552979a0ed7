import type { Row, Topic } from '../Topic.js';

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

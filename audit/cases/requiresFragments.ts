import type { Row, Topic } from '../Topic.js';

const shapes: readonly Row[] = [
  { __typename: 'Square', id: 'q1', side: 4, meta: { unit: 'cm', note: { text: 'flat' } } },
  { __typename: 'Circle', id: 'c1', radius: 2, meta: { unit: 'mm', note: null } },
];
const drawing: Row = {
  __typename: 'Drawing',
  id: 'd1',
  main: shapes[0],
  shapes,
  data: { __typename: 'Bar', bar: 'x', foo: 'f' },
};

/** Fragments, nested objects and unions in what is required. */
export const requiresWithFragments: Topic = {
  name: 'requires with fragments',
  subgraphs: {
    drawings: /* GraphQL */ `
      type Query {
        drawing: Drawing
      }
      union Shape = Square | Circle
      interface Data {
        foo: String!
      }
      type Bar implements Data {
        foo: String!
        bar: String
      }
      type Baz implements Data {
        foo: String!
        baz: String
      }
      type Meta {
        unit: String
        note: Note
      }
      type Note {
        text: String
      }
      type Square {
        side: Int
        meta: Meta
      }
      type Circle {
        radius: Int
        meta: Meta
      }
      type Drawing @key(fields: "id") {
        id: ID!
        main: Shape
        shapes: [Shape!]
        data: Data
      }
    `,
    texts: /* GraphQL */ `
      union Shape = Square | Circle
      interface Data {
        foo: String!
      }
      type Bar implements Data {
        foo: String! @external
        bar: String @external
      }
      type Baz implements Data {
        foo: String! @external
        baz: String @external
      }
      type Meta {
        unit: String @external
        note: Note @external
      }
      type Note {
        text: String @external
      }
      type Square {
        side: Int @external
        meta: Meta @external
      }
      type Circle {
        radius: Int @external
        meta: Meta @external
      }
      type Drawing @key(fields: "id") {
        id: ID!
        main: Shape @external
        shapes: [Shape!] @external
        data: Data @external
        size: Int @requires(fields: "main { ... on Square { side } ... on Circle { radius } }")
        sizes: String
          @requires(
            fields: "shapes { ... on Square { side meta { unit } } ... on Circle { radius meta { unit note { text } } } }"
          )
        text: String @requires(fields: "data { foo ... on Bar { bar } ... on Baz { baz } }")
        typed: String @requires(fields: "main { __typename }")
      }
    `,
  },
  world: () => ({ Query: { drawing }, entities: [drawing] }),
  computed: {
    'Drawing.size': ({ main }) => (main as Row)['side'] ?? (main as Row)['radius'],
    'Drawing.sizes': ({ shapes: all }) =>
      (all as Row[])
        .map(
          ({ side, radius, meta }) => `${String(side ?? radius)} ${String((meta as Row)['unit'])}`,
        )
        .join(),
    'Drawing.text': ({ data }) => `${String((data as Row)['foo'])} ${String((data as Row)['bar'])}`,
    'Drawing.typed': ({ main }) => (main as Row)['__typename'],
  },
  operations: [
    '{ drawing { size } }',
    '{ drawing { sizes main { ... on Square { side } } } }',
    '{ drawing { text data { foo } typed } }',
    '{ drawing { data { ... on Baz { baz } ... on Bar { bar } } size text } }',
    '{ drawing { main { ... on Circle { radius } } sizes shapes { __typename ... on Circle { meta { note { text } } } } } }',
  ],
};

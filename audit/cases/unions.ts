import type { Row, Topic } from '../Topic.js';

const common: Row = { __typename: 'Common', label: 'both' };
const box: Row = {
  ...{ __typename: 'Box', id: 'b1' },
  ...{
    shared: { __typename: 'Wrap', actions: [common] },
    own: { __typename: 'Wrap', actions: [common] },
  },
  ...{
    aOnly: [common, { __typename: 'OnlyA', a: 'a' }],
    bOnly: [{ __typename: 'OnlyB', b: 'b' }, common],
  },
};

/** Unions of which each subgraph knows only a part of the members. */
export const partialUnions: Topic = {
  name: 'partial unions',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        rootA: Box
        either: Box @shareable
      }
      type Box @key(fields: "id") {
        id: ID!
        shared: Wrap @shareable
        aOnly: [Action!]!
      }
      type Wrap @shareable {
        actions: [Action!]!
      }
      union Action = Common | OnlyA
      type Common @shareable {
        label: String
      }
      type OnlyA {
        a: String
      }
    `,
    b: /* GraphQL */ `
      type Query {
        rootB: Box
        either: Box @shareable
      }
      type Box @key(fields: "id") {
        id: ID!
        shared: Wrap @shareable
        own: Wrap
        bOnly: [Action!]!
      }
      type Wrap @shareable {
        actions: [Action!]!
      }
      union Action = Common | OnlyB
      type Common @shareable {
        label: String
      }
      type OnlyB {
        b: String
      }
    `,
  },
  world: () => ({ Query: { rootA: box, rootB: box, either: box }, entities: [box] }),
  operations: [
    '{ rootA { shared { actions { __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } } } } }',
    '{ rootB { own { actions { ... on OnlyA { a } ... on Common { label } } } aOnly { ... on OnlyB { b } ... on OnlyA { a } } } }',
    '{ either { shared { actions { ... on OnlyB { b } } } bOnly { ... on OnlyB { b } } aOnly { __typename } } }',
    '{ rootA { bOnly { ...X } aOnly { ...X } } } fragment X on Action { __typename ... on OnlyA { x: a } ... on OnlyB { x: b } ... on Common { x: label } }',
  ],
};

const ovens: readonly Row[] = [
  { __typename: 'Oven', id: 'o1', warranty: 1, heat: 250 },
  { __typename: 'Toaster', id: 't1', warranty: 2, slots: 4 },
];

/** Members of a union that implement an interface in one subgraph only. */
export const unionInterfaceDistributed: Topic = {
  name: 'unions distributed over interfaces',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        products: [Product]
        node(id: ID!): Node
        nodes: [Node]
        toasters: [Toaster]
      }
      union Product = Oven | Toaster
      interface Node {
        id: ID!
      }
      interface Guaranteed {
        warranty: Int
      }
      type Oven @key(fields: "id") {
        id: ID!
      }
      type Toaster implements Node & Guaranteed @key(fields: "id") {
        id: ID!
        warranty: Int
      }
    `,
    b: /* GraphQL */ `
      interface Node {
        id: ID!
      }
      interface Guaranteed {
        warranty: Int
      }
      type Oven implements Node & Guaranteed @key(fields: "id") {
        id: ID!
        warranty: Int
        heat: Int
      }
      type Toaster @key(fields: "id") {
        id: ID!
        slots: Int
      }
    `,
  },
  world: () => ({
    Query: {
      products: ovens,
      node: ({ id }: Row) =>
        ovens.find((row) => row['id'] === id && row['__typename'] === 'Toaster') ?? null,
      nodes: [ovens[1]],
      toasters: [ovens[1]],
    },
    entities: ovens,
  }),
  operations: [
    '{ products { ... on Node { id } } }',
    '{ products { ... on Guaranteed { warranty } } }',
    '{ products { ... on Node { id ... on Guaranteed { warranty } } __typename } }',
    '{ products { ... on Guaranteed { ... on Oven { heat } ... on Toaster { slots } } } }',
    '{ node(id: "t1") { ... on Guaranteed { warranty ... on Product { __typename } } id } }',
    '{ nodes { ... on Product { ... on Toaster { slots } ... on Oven { heat warranty } } } }',
    '{ toasters { ... on Node { id } ... on Guaranteed { warranty } ... on Product { ... on Node { __typename } } } }',
    '{ node(id: "o1") { id } nodes { __typename ... on Toaster { warranty } } }',
  ],
};

const media: readonly Row[] = [
  { __typename: 'Book', title: 'Emma', pages: 474 },
  { __typename: 'Song', title: 'Lied', bars: 32 },
];

/** Unions, and interfaces, that have members in common. */
export const unionIntersection: Topic = {
  name: 'union intersection',
  subgraphs: {
    a: /* GraphQL */ `
      union Media = Book | Song
      union Viewed = Book | Film
      type Book @shareable {
        title: String!
        pages: Int
      }
      type Song {
        title: String!
        bars: Int
      }
      type Film @shareable {
        title: String!
        minutes: Int
      }
      type Query {
        media: Media @shareable
        book: Media @shareable
        song: Media
        all: [Media!]!
        viewed: [Viewed]
      }
    `,
    b: /* GraphQL */ `
      union Media = Book | Film
      type Book @shareable {
        title: String!
        pages: Int
      }
      type Film @shareable {
        title: String!
        minutes: Int
      }
      type Query {
        media: Media @shareable
        book: Media @shareable
        film: Media
      }
    `,
  },
  world: () => ({
    Query: {
      ...{ media: media[0], book: media[0], song: media[1], all: media },
      ...{ film: { __typename: 'Film', title: 'M', minutes: 117 } },
      viewed: [{ __typename: 'Film', title: 'M', minutes: 117 }, null, media[0]],
    },
  }),
  operations: [
    '{ media { __typename ... on Book { title } ... on Film { title } ... on Song { title } } }',
    '{ book { ... on Song { bars } ... on Film { minutes } } }',
    '{ film { ... on Book { pages } ... on Film { minutes title } ... on Song { title } } song { ... on Song { bars title } } }',
    '{ all { ... on Media { ... on Viewed { __typename ... on Book { pages } } } } }',
    '{ viewed { ... on Media { __typename } ... on Film { minutes } } }',
    '{ viewed { ... on Book { t: title } ... on Film { t: title } } film { ... on Viewed { ... on Film { title } } } }',
    {
      query:
        'query ($p: Boolean!) { viewed { ... on Film { ... on Media { ... on Book { pages @include(if: $p) } } } } }',
      variables: { p: true },
    },
  ],
};

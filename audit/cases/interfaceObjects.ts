import type { Row, Topic } from '../Topic.js';

const [film, song]: readonly [Row, Row] = [
  {
    __typename: 'Film',
    id: 'f1',
    title: 'Metropolis',
    minutes: 153,
    views: 7,
    rating: { stars: 5 },
  },
  { __typename: 'Song', id: 's1', title: 'Lied', bars: 32, views: 2, rating: null },
];
const rows = [film, song];
const media = /* GraphQL */ `
  interface Media @key(fields: "id") {
    id: ID!
    title: String!
  }
  type Film implements Media @key(fields: "id") {
    id: ID!
    title: String!
    minutes: Int
  }
  type Song implements Media @key(fields: "id") {
    id: ID!
    title: String!
    bars: Int
  }
`;
const world = () => ({
  Query: {
    library: rows,
    popular: [song, film],
    item: ({ id }: Row) => rows.find((row) => row['id'] === id) ?? null,
  },
  entities: rows,
});

/** A subgraph that adds to every implementation of an interface that it does not know. */
export const interfaceObject: Topic = {
  name: 'interface object',
  subgraphs: {
    library: /* GraphQL */ `
      ${media}
      type Query {
        library: [Media!]!
        item(id: ID!): Media
      }
    `,
    views: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        views: Int
        rating: Rating
      }
      type Rating {
        stars: Int!
      }
      type Query {
        popular: [Media]
      }
    `,
  },
  world,
  operations: [
    '{ library { id title views } }',
    '{ library { ... on Film { minutes views } ... on Song { bars rating { stars } } } }',
    '{ popular { views } }',
    '{ popular { id } }',
    '{ popular { __typename views } }',
    '{ popular { title ... on Film { minutes } rating { stars } } }',
    '{ popular { ... on Song { views bars } } }',
    '{ item(id: "s1") { ...V } } fragment V on Media { __typename views ... on Song { title } }',
    '{ item(id: "f1") { rating { __typename stars } ... on Film { rating { stars } } } }',
    '{ c: popular { ... on Song { c: id __typename } } }',
  ],
};

/** Fields of an interface object that need fields which only the implementations have. */
export const interfaceObjectRequires: Topic = {
  name: 'interface object with requires',
  subgraphs: {
    library: /* GraphQL */ `
      ${media}
      type Query {
        library: [Media!]!
        item(id: ID!): Media
      }
    `,
    shown: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        title: String! @external
        shout: String @requires(fields: "title")
      }
      type Query {
        popular: [Media]
      }
    `,
  },
  world,
  computed: { 'Media.shout': ({ title }) => String(title).toUpperCase() },
  operations: [
    '{ library { shout } }',
    '{ library { id shout title ... on Film { minutes } } }',
    '{ popular { shout } }',
    '{ popular { shout ... on Film { minutes again: shout } } }',
    '{ item(id: "f1") { ... on Film { shout } __typename } }',
    '{ popular { id __typename ... on Song { bars shout } } }',
  ],
};

/** The interface is met only through a type that knows nothing of it but the key. */
export const interfaceObjectIndirect: Topic = {
  name: 'interface object with an indirect extension',
  subgraphs: {
    library: /* GraphQL */ `
      ${media}
      type Query {
        item(id: ID!): Media
      }
    `,
    shelves: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
      }
      type Shelf {
        label: String
        holds: Media
        all: [Media!]
      }
      type Query {
        shelf: Shelf
      }
    `,
    cuts: /* GraphQL */ `
      extend type Film @key(fields: "id") {
        id: ID!
        cut: String
      }
    `,
  },
  world: () => {
    const shown: readonly Row[] = rows.map((row) => ({ ...row, cut: 'final' }));
    return {
      Query: {
        item: ({ id }: Row) => shown.find((row) => row['id'] === id) ?? null,
        shelf: { __typename: 'Shelf', label: 'top', holds: shown[0], all: shown },
      },
      entities: shown,
    };
  },
  operations: [
    '{ shelf { label holds { id title } } }',
    '{ shelf { holds { ... on Film { cut } } } }',
    '{ shelf { all { __typename title ... on Film { cut minutes } ... on Song { bars } } } }',
    '{ item(id: "f1") { ... on Film { cut } } }',
  ],
};

/** Interface objects that only some subgraphs resolve. */
export const interfaceObjectNonResolvable: Topic = {
  name: 'interface object that is not resolvable',
  subgraphs: {
    library: /* GraphQL */ `
      ${media}
      type Query {
        library: [Media!]!
      }
    `,
    lists: /* GraphQL */ `
      type Media @key(fields: "id", resolvable: false) @interfaceObject {
        id: ID!
      }
      type Query {
        popular: [Media]
      }
    `,
    views: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        views: Int
      }
    `,
  },
  world,
  operations: [
    '{ library { ... on Song { ... on Media { ... on Film { minutes } } } } popular { ... on Song { id } } }',
    '{ popular { id } }',
    '{ popular { id title } }',
    '{ popular { __typename } }',
    '{ popular { views ... on Film { minutes } } }',
    '{ library { views } }',
    '{ popular { ... on Film { b: id } } }',
    '{ popular { ...F ... on Song { bars b: id } } } fragment F on Film { minutes ... { b: id } }',
    {
      query:
        'query ($a: Boolean!) { popular { ... on Film @include(if: $a) { b: id } ... on Song @skip(if: $a) { c: id } } }',
      variables: { a: true },
    },
    '{ popular { ... on Song { c: views } ... on Film { c: minutes } } }',
    '{ popular { ... on Song { ... on Media @skip(if: false) { ... on Song { bars } } } } }',
    {
      query:
        'query ($a: Boolean!, $b: Boolean!) { popular { ... on Media { ... on Film @skip(if: $a) { ... on Film @skip(if: $b) { minutes } } } } }',
      variables: { a: false, b: false },
    },
  ],
};

/** An object that comes with an id which nobody knows: nobody can tell what it is, so it is an error, and null. */
export const unresolvable: Topic = {
  name: 'objects that nobody can resolve',
  subgraphs: {
    library: interfaceObject.subgraphs['library'] ?? '',
    views: interfaceObject.subgraphs['views'] ?? '',
  },
  world: () => {
    const ghost: Row = { __typename: 'Ghost', id: 'g1', views: 0 };
    const { Query, entities } = world();
    return { Query: { ...Query, popular: [film, ghost, song] }, entities };
  },
  operations: [
    '{ popular { title } }',
    '{ popular { __typename } }',
    '{ popular { ... on Film { minutes } ... on Song { bars } __typename } }',
    '{ popular { views ... on Film { minutes } } }',
    '{ popular { ... on Film { a: views } ... on Song { a: views } } }',
  ],
};

import type { Row, Topic } from '../Topic.js';

const chair: Row = {
  __typename: 'Chair',
  id: 'h1',
  price: 70,
  legs: 4,
  maker: { __typename: 'Maker', id: 'k1', city: 'Graz' },
};

/** External fields that are needed by nothing but a key, in one subgraph of federation 1. */
export const mysteriousExternal: Topic = {
  name: 'mysterious external',
  subgraphs: {
    chairs: {
      federation: 1,
      sdl: /* GraphQL */ `
        type Query {
          chair: Chair
        }
        type Chair @key(fields: "id") {
          id: ID!
          legs: Int
        }
      `,
    },
    prices: {
      federation: 1,
      sdl: /* GraphQL */ `
        extend type Chair @key(fields: "id") {
          id: ID! @external
          legs: Int @external
          price: Float
        }
      `,
    },
  },
  world: () => ({ Query: { chair }, entities: [chair] }),
  operations: [
    '{ chair { id price } }',
    '{ chair { price legs } }',
    '{ chair { legs __typename } }',
  ],
};

const group: Row = { __typename: 'Group', id: 'g1', name: 'tables', tags: ['wood'], parts: [] };
const inner: Row = { __typename: 'Group', id: 'g2', name: 'legs', tags: [], parts: [group] };
const table: Row = { __typename: 'Table', id: 't1', groups: [group, inner], main: inner };
const groups: readonly Row[] = [group, inner];

/** What a subgraph provides two objects deep. */
export const nestedProvides: Topic = {
  name: 'nested provides',
  subgraphs: {
    tables: /* GraphQL */ `
      type Query {
        tables: [Table] @provides(fields: "groups { id name parts { id name } }")
        plain: [Table]
      }
      type Table @key(fields: "id") {
        id: ID!
        groups: [Group!]! @external
        main: Group
      }
      type Group @key(fields: "id") {
        id: ID!
        name: String @external
        parts: [Group!] @external
      }
    `,
    groups: /* GraphQL */ `
      type Table @key(fields: "id") {
        id: ID!
        groups: [Group!]! @shareable
      }
      type Group @key(fields: "id") {
        id: ID!
        name: String @shareable
        parts: [Group!] @shareable
        tags: [String!]
      }
    `,
  },
  world: () => ({ Query: { tables: [table, null], plain: [table] }, entities: [table, ...groups] }),
  operations: [
    '{ tables { id groups { id name parts { id name } } } }',
    '{ tables { groups { parts { tags name } tags } } }',
    '{ plain { groups { name } main { name parts { parts { id } } } } }',
    '{ tables { main { name } groups { parts { parts { name } } } } }',
  ],
};

const review: Row = {
  ...{ __typename: 'Review', id: 'r1', body: 'good' },
  ...{ author: { __typename: 'User', id: 'u1', email: 'a@b', name: 'Ada', posts: 3 } },
  about: { __typename: 'Thing', id: 'x1', price: 10, weight: 2, name: 'thing' },
};

/** The plain forms of `@requires` and `@provides`. */
export const simpleRequiresProvides: Topic = {
  name: 'requires and provides',
  subgraphs: {
    reviews: /* GraphQL */ `
      type Query {
        reviews: [Review!]!
      }
      type Review @key(fields: "id") {
        id: ID!
        body: String
        author: User @provides(fields: "name")
        about: Thing
      }
      type User @key(fields: "id") {
        id: ID!
        name: String @external
      }
      type Thing @key(fields: "id") {
        id: ID!
      }
    `,
    users: /* GraphQL */ `
      type User @key(fields: "id") {
        id: ID!
        name: String @shareable
        email: String!
      }
    `,
    things: /* GraphQL */ `
      type Query {
        thing: Thing
      }
      type Thing @key(fields: "id") {
        id: ID!
        name: String
        price: Int
        weight: Int
      }
    `,
    shipping: /* GraphQL */ `
      type Thing @key(fields: "id") {
        id: ID!
        price: Int @external
        weight: Int @external
        shipping: Int @requires(fields: "price weight")
        isHeavy: Boolean! @requires(fields: "weight")
      }
    `,
  },
  world: () => ({
    Query: { reviews: [review], thing: review['about'] },
    entities: [review, review['author'] as Row, review['about'] as Row],
  }),
  computed: {
    'Thing.shipping': ({ price, weight }) => Number(price) * Number(weight),
    'Thing.isHeavy': ({ weight }) => Number(weight) > 1,
  },
  operations: [
    '{ reviews { author { name } } }',
    '{ reviews { body author { id name email } about { shipping } } }',
    '{ reviews { about { isHeavy weight name } } thing { shipping isHeavy price } }',
    '{ thing { shipping } }',
    '{ a: thing { s: shipping } b: thing { shipping: name w: weight } }',
  ],
};

import type { Row, Topic } from '../Topic.js';

const posts: readonly Row[] = [
  { __typename: 'ImagePost', id: 'p1', createdAt: '2024', views: 3, size: 10 },
  { __typename: 'TextPost', id: 'p2', createdAt: '2025', views: 9, body: 'hm' },
];

/** Fields that moved to another subgraph, asked through an interface that both have. */
export const overrideTypeInterface: Topic = {
  name: 'override with a type of an interface',
  subgraphs: {
    feed: /* GraphQL */ `
      interface Post {
        id: ID!
        createdAt: String!
      }
      type ImagePost implements Post @key(fields: "id") {
        id: ID!
        createdAt: String!
        size: Int
      }
      type TextPost implements Post @key(fields: "id") {
        id: ID!
        createdAt: String! @shareable
        body: String
      }
      type Query {
        feed: [Post]
      }
    `,
    times: /* GraphQL */ `
      interface Post {
        id: ID!
        createdAt: String!
      }
      type ImagePost implements Post @key(fields: "id") {
        id: ID!
        createdAt: String! @override(from: "feed")
        views: Int
      }
      type TextPost implements Post @key(fields: "id") {
        id: ID!
        createdAt: String! @shareable
        views: Int
      }
      type Query {
        other: [Post!]
      }
    `,
  },
  world: () => ({ Query: { feed: posts, other: posts }, entities: posts }),
  operations: [
    '{ feed { id createdAt } }',
    '{ feed { ... on ImagePost { createdAt size } ... on TextPost { createdAt body views } } }',
    '{ other { createdAt ... on ImagePost { size } } }',
    '{ other { id __typename ... on TextPost { body } } feed { ... on ImagePost { views } } }',
  ],
};

const user: Row = {
  ...{ __typename: 'User', id: 'u1', name: 'Ada', aName: 'a' },
  ...{ rank: 4, score: 12 },
};

/** A field that moved, and needs or is needed by others. */
export const overrideRequires: Topic = {
  name: 'override with requires',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        userA: User
      }
      type User @key(fields: "id") {
        id: ID!
        name: String @override(from: "b")
        rank: Int
      }
    `,
    b: /* GraphQL */ `
      type Query {
        userB: User
      }
      type User @key(fields: "id") {
        id: ID!
        name: String
        rank: Int @external
        badge: String @requires(fields: "rank")
        title: String
      }
    `,
    c: /* GraphQL */ `
      type Query {
        userC: User
      }
      type User @key(fields: "id") {
        id: ID!
        name: String @external
        greeting: String @requires(fields: "name")
        title: String @override(from: "b") @requires(fields: "name")
      }
    `,
  },
  world: () => ({ Query: { userA: user, userB: user, userC: user }, entities: [user] }),
  computed: {
    'User.badge': ({ rank }) => '*'.repeat(Number(rank)),
    'User.greeting': ({ name }) => `Hello ${String(name)}`,
    'User.title': ({ name }) => `Dr. ${String(name)}`,
  },
  operations: [
    '{ userA { name greeting badge } }',
    '{ userB { name badge } }',
    '{ userB { greeting title } userC { greeting } }',
    '{ userC { id name title } userA { title } }',
  ],
};

/** What is overridden is of a subgraph that does not exist, or does not have the field any more. */
export const overrideUnavailable: Topic = {
  name: 'override from what is not there',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        a: User @override(from: "nobody")
      }
      type User @key(fields: "id") {
        id: ID!
        name: String @override(from: "gone")
      }
    `,
    b: /* GraphQL */ `
      type Query {
        b: User
      }
      type User @key(fields: "id") {
        id: ID!
        score: Int @override(from: "a")
      }
    `,
  },
  world: () => ({ Query: { a: user, b: user }, entities: [user] }),
  operations: [
    '{ a { name score } }',
    '{ b { id name } a { id } }',
    '{ b { score name __typename } }',
  ],
};

/** The plain form, on an entity and on a root field. */
export const simpleOverride: Topic = {
  name: 'override',
  subgraphs: {
    old: /* GraphQL */ `
      type Query {
        user: User
        first: User
      }
      type User @key(fields: "id") {
        id: ID!
        name: String
        score: Int
      }
    `,
    new: /* GraphQL */ `
      type Query {
        first: User @override(from: "old")
      }
      type User @key(fields: "id") {
        id: ID!
        name: String @override(from: "old")
      }
    `,
  },
  world: () => ({ Query: { user, first: user }, entities: [user] }),
  operations: [
    '{ user { name score } }',
    '{ first { name } }',
    '{ first { score } user { id name } }',
  ],
};

import type { Row, Topic } from '../Topic.js';

const users: readonly Row[] = [
  { __typename: 'User', id: 'u1', rid: 'r1', name: 'Ada', nickname: 'countess' },
  { __typename: 'User', id: 'u2', rid: 'r2', name: 'Grace', nickname: null },
];
const [ada] = users;
const world = () => ({
  Query: {
    user: ada,
    people: users,
    byRid: ({ rid }: Row) => users.find((user) => user['rid'] === rid) ?? null,
  },
  entities: users,
});
const operations = [
  '{ user { id rid } }',
  '{ user { nickname name } people { name nickname } }',
  '{ people { rid id nickname } byRid(rid: "r2") { id name } }',
  '{ byRid(rid: "r1") { __typename nickname rid } none: byRid(rid: "r9") { name } }',
];
const own = /* GraphQL */ `
  type Query {
    user: User
    people: [User!]!
  }
`;

/** Federation 1: `extend type` with external keys, in a subgraph that has a root field for it. */
export const federation1Extend: Topic = {
  name: 'federation 1 extend type',
  subgraphs: {
    names: {
      federation: 1,
      sdl: /* GraphQL */ `
        type Query {
          byRid(rid: ID!): User
        }
        type User @key(fields: "id") {
          id: ID!
          rid: ID
          name: String!
        }
      `,
    },
    nicknames: {
      federation: 1,
      sdl: /* GraphQL */ `
        ${own}
        extend type User @key(fields: "id") {
          id: ID! @external
          rid: ID @external
          nickname: String
        }
      `,
    },
  },
  ...{ world, operations },
};

/** Federation 1: the directive `@extends` in place of the keyword. */
export const federation1Extends: Topic = {
  name: 'federation 1 @extends',
  subgraphs: {
    names: {
      federation: 1,
      sdl: /* GraphQL */ `
        type Query {
          byRid(rid: ID!): User
        }
        type User @key(fields: "id") @key(fields: "rid") {
          id: ID!
          rid: ID
          name: String!
        }
      `,
    },
    nicknames: {
      federation: 1,
      sdl: /* GraphQL */ `
        ${own}
        type User @extends @key(fields: "rid") {
          rid: ID @external
          nickname: String
        }
      `,
    },
  },
  ...{ world, operations },
};

/** Federation 2: the same forms, which mean less there. */
export const federation2Extend: Topic = {
  name: 'federation 2 extend type',
  subgraphs: {
    names: /* GraphQL */ `
      type Query {
        byRid(rid: ID!): User
      }
      type User @key(fields: "id") {
        id: ID!
        rid: ID @shareable
        name: String!
      }
    `,
    nicknames: /* GraphQL */ `
      ${own}
      extend type User @key(fields: "id rid") {
        id: ID!
        rid: ID @external
        nickname: String
      }
    `,
  },
  ...{ world, operations },
};

export const federation2Extends: Topic = {
  name: 'federation 2 @extends',
  subgraphs: {
    names: /* GraphQL */ `
      type Query {
        byRid(rid: ID!): User
      }
      type User @key(fields: "id") @key(fields: "rid") {
        id: ID!
        rid: ID
        name: String!
      }
    `,
    nicknames: /* GraphQL */ `
      ${own}
      type User @extends @key(fields: "rid") {
        rid: ID @external
        nickname: String
      }
    `,
  },
  ...{ world, operations },
};

/** Federation 1 beside federation 2: an extension that is resolvable, of an entity with two keys. */
export const federationMixed: Topic = {
  name: 'federation 1 and 2 together',
  subgraphs: {
    names: /* GraphQL */ `
      type Query {
        byRid(rid: ID!): User
      }
      type User @key(fields: "id") @key(fields: "rid") {
        id: ID!
        rid: ID
        name: String! @shareable
      }
    `,
    nicknames: {
      federation: 1,
      sdl: /* GraphQL */ `
        ${own}
        extend type User @key(fields: "rid") {
          rid: ID @external
          name: String! @external
          nickname: String @requires(fields: "name")
        }
      `,
    },
  },
  world,
  computed: { 'User.nickname': ({ name }) => `little ${String(name)}` },
  operations,
};

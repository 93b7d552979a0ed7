import type { Row, Topic } from '../Topic.js';

const ada: Row = {
  __typename: 'User',
  id: 'u1',
  name: 'Ada',
  tags: ['a', 'b'],
  friend: () => bob,
  data: { k: 1 },
};
const bob: Row = {
  __typename: 'User',
  id: 'u2',
  name: 'Bob',
  tags: [],
  friend: () => null,
  data: null,
};

/** `__typename` at every place, under aliases, and nothing but it. */
export const typename: Topic = {
  name: 'typename',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        user: User
        any: Any
        items: [Named!]!
      }
      union Any = User | Robot
      interface Named {
        name: String
      }
      type Robot implements Named {
        name: String
      }
      type User implements Named @key(fields: "id") {
        id: ID!
        name: String
      }
    `,
    b: /* GraphQL */ `
      type User @key(fields: "id") {
        id: ID!
        friend: User
      }
    `,
  },
  world: () => ({
    Query: { user: ada, any: ada, items: [{ __typename: 'Robot', name: 'R2' }, bob] },
    entities: [ada, bob],
  }),
  operations: [
    '{ __typename }',
    '{ kind: __typename user { t: __typename } }',
    '{ any { __typename } }',
    '{ any { a: __typename ... on Robot { b: __typename } ... on User { c: __typename friend { d: __typename } } } }',
    '{ items { t: __typename ... on User { friend { __typename } } } }',
    '{ user { friend { __typename friend { __typename } } } }',
    '{ user { ...U } } fragment U on User { __typename __typename friend { __typename } }',
    '{ items { ... on Named { __typename ... on User { __typename } } } any { ... on Named { t: __typename } } }',
  ],
};

/** Response names that are something else to a runtime, or to the gateway itself. */
export const awkwardNames: Topic = {
  name: 'awkward names',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        user: User
        constructor: User
      }
      type User @key(fields: "id") {
        id: ID!
        name: String
        hasOwnProperty: String
      }
    `,
    b: /* GraphQL */ `
      type User @key(fields: "id") {
        id: ID!
        tags: [String!]
        friend: User
        toString: Int
        prototype: Row
      }
      type Row {
        constructor: String
        length: Int
      }
    `,
  },
  world: () => {
    const user = {
      ...{
        ...ada,
        toString: 7,
        hasOwnProperty: 'mine',
        prototype: { constructor: 'c', length: 0 },
      },
    };
    return { Query: { user, constructor: user }, entities: [user, bob] };
  },
  operations: [
    '{ __proto__: user { name } }',
    '{ user { __proto__: name tags } }',
    '{ user { __proto__: friend { name __proto__: tags } constructor: tags } }',
    '{ constructor { toString prototype { constructor length } hasOwnProperty } }',
    '{ prototype: user { constructor: id toString: tags valueOf: friend { constructor: name } } }',
    '{ user { then: name toJSON: tags length: id } }',
    '{ _entities: user { _service: tags __entities: friend { id } } representations: __typename }',
    '{ user { id: name name: id tags: __typename friend: tags } }',
    '{ data: user { errors: tags data: name extensions: friend { errors: name } } errors: __typename }',
    'query __proto__ { user { tags } }',
    'query constructor($__proto__: Boolean = true, $constructor: Boolean = false) { user { tags @include(if: $__proto__) name @include(if: $constructor) } }',
    {
      query: 'query ($representations: Boolean!) { user { tags @include(if: $representations) } }',
      variables: { representations: true },
    },
    '{ ...constructor } fragment constructor on Query { user { ...__proto__ } } fragment __proto__ on User { name tags }',
  ],
};

/** Fields that overlap: the same one again in fragments of other types, in pieces, under aliases of each other. */
export const overlappingFragments: Topic = {
  name: 'overlapping fragments',
  subgraphs: {
    a: /* GraphQL */ `
      interface Named {
        name: String
        friend: Named
      }
      union Any = User | Robot
      type User implements Named @key(fields: "id") {
        id: ID!
        name: String
        friend: Named
      }
      type Robot implements Named {
        name: String
        friend: Named
        serial: Int!
      }
      type Query {
        named: [Named]
        any: [Any]
      }
    `,
    b: /* GraphQL */ `
      type User @key(fields: "id") {
        id: ID!
        tags: [String!]
        data: Data
      }
      type Data {
        k: Int
        n: Int
      }
    `,
  },
  world: () => {
    const user = { ...ada, friend: () => robot, data: { k: 1, n: 2 } };
    const robot: Row = { __typename: 'Robot', name: 'R2', serial: 5, friend: () => user };
    return { Query: { named: [user, robot, null], any: [robot, user] }, entities: [user] };
  },
  operations: [
    '{ named { name ... on User { name tags } ...N } } fragment N on Named { name friend { name } ... on Robot { friend { ... on User { tags } } } }',
    '{ named { friend { name } friend { ... on User { data { k } } } ... on Robot { friend { ... on User { data { n } tags } } } } }',
    '{ any { ... on Named { friend { name } } ... on User { friend { ... on Robot { serial } } } } }',
    '{ any { ... on User { x: name } ... on Robot { x: name y: serial } ... on Named { z: name } } }',
    '{ named { ...A ...B ...A } } fragment A on Named { ...B name } fragment B on Named { ... on User { tags data { ...D } } } fragment D on Data { k n k }',
    '{ named { ... on User { data { k } } ... on Named { ... on User { data { n } } } } }',
    '{ named { ... { ... { name } } ... on Named { ... { friend { ... { name } } } } } }',
  ],
};

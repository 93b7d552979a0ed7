import type { Row, Topic } from '../Topic.js';

const shop: Row = {
  ...{ __typename: 'Shop', id: 's1', title: 'Corner', stock: 3 },
  next: () => van,
  all: () => [shop, van],
};
const van: Row = {
  ...{ __typename: 'Van', id: 'v1', title: 'Blue', plate: 'B-1' },
  next: () => shop,
  all: () => [van, shop, van],
};

/** Objects that lead back to their own interface, through entities of another subgraph. */
export const circularInterface: Topic = {
  name: 'circular references through interfaces',
  subgraphs: {
    places: /* GraphQL */ `
      interface Place {
        next: Place
      }
      type Shop implements Place @key(fields: "id") {
        id: ID!
        next: Place
        all: [Place!]!
      }
      type Van implements Place @key(fields: "id") {
        id: ID!
        next: Place
        all: [Place!]!
      }
      type Query {
        place: Place
      }
    `,
    titles: /* GraphQL */ `
      type Shop @key(fields: "id") {
        id: ID!
        title: String!
        stock: Int
      }
      type Van @key(fields: "id") {
        id: ID!
        title: String!
        plate: String
      }
    `,
  },
  world: () => ({ Query: { place: shop }, entities: [shop, van] }),
  operations: [
    '{ place { next { __typename next { __typename next { __typename } } } } }',
    '{ place { ... on Shop { title next { ... on Van { title next { ... on Shop { title stock } } } } } } }',
    '{ place { ... on Shop { all { __typename ... on Van { plate all { ... on Shop { id title } } } } } } }',
    '{ place { next { ...P } } } fragment P on Place { __typename ... on Van { v: title all { next { ... on Shop { s: title } ... on Van { w: plate } } } } }',
  ],
};

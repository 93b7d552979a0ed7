import type { Row, Topic } from '../Topic.js';

const [small, large]: readonly [Row, Row] = [
  {
    __typename: 'Part',
    id: 'p1',
    pid: 'x1',
    tag: { id: 'g1', name: 'steel' },
    cost: { amount: 5 },
  },
  {
    __typename: 'Part',
    id: 'p2',
    pid: 'x2',
    tag: { id: 'g2', name: 'brass' },
    cost: { amount: 9 },
  },
];
const kit: Row = { __typename: 'Kit', parts: [small, large], main: small, picked: large };

/** Keys that are objects and lists of objects, and entities that are reached through several of them. */
export const complexEntityCall: Topic = {
  name: 'complex entity calls',
  subgraphs: {
    kits: /* GraphQL */ `
      type Query {
        kit: Kit
      }
      type Kit @key(fields: "parts { id pid }") @key(fields: "parts { id }") @shareable {
        parts: [Part!]!
      }
      type Part @key(fields: "id pid") {
        id: String!
        pid: String
      }
    `,
    choice: /* GraphQL */ `
      type Kit @key(fields: "parts { id }") {
        parts: [Part!]! @shareable
        main: Part
        picked: Part
      }
      type Part @key(fields: "id") {
        id: String!
        tag: Tag
      }
      type Tag @key(fields: "id") {
        id: ID!
      }
    `,
    tags: /* GraphQL */ `
      type Tag @key(fields: "id") {
        id: ID!
        name: String
      }
    `,
    costs: /* GraphQL */ `
      type Part @key(fields: "id pid tag { id }") {
        id: String!
        pid: String
        tag: Tag @external
        cost: Cost
      }
      type Tag {
        id: ID! @external
      }
      type Cost {
        amount: Float!
      }
    `,
    links: /* GraphQL */ `
      type Part @key(fields: "id") @key(fields: "id pid") {
        id: String!
        pid: String
      }
    `,
  },
  world: () => ({
    Query: { kit },
    entities: [
      kit,
      small,
      large,
      { __typename: 'Tag', id: 'g1', name: 'steel' },
      { __typename: 'Tag', id: 'g2', name: 'brass' },
    ],
  }),
  operations: [
    '{ kit { parts { id pid } } }',
    '{ kit { main { id tag { id name } } } }',
    '{ kit { main { cost { amount } } picked { id pid } parts { id cost { amount } } } }',
    '{ kit { parts { tag { name } cost { amount } } picked { tag { id } } } }',
  ],
};

import type { Row, Topic } from '../Topic.js';

const ada: Row = { __typename: 'Member', id: 'm1', label: 'Ada' };
const club: Row = { __typename: 'Club', id: 'c1', label: 'Chess', members: [ada] };
const guest: Row = { __typename: 'Guest', label: 'Bob' };

/** The same response name under different types of a union, of types that differ in whether they may be null. */
export const childTypeMismatch: Topic = {
  name: 'child type mismatch',
  subgraphs: {
    people: /* GraphQL */ `
      union Visitor = Member | Guest | Club
      type Member @key(fields: "id") {
        id: ID
        label: String!
      }
      type Guest {
        label: String
      }
      type Club @key(fields: "id") {
        id: ID!
        label: String @shareable
      }
      type Query {
        visitors: [Visitor!]
      }
    `,
    clubs: /* GraphQL */ `
      type Club @key(fields: "id") {
        id: ID!
        label: String @shareable
        members: [Member!]
      }
      type Member @key(fields: "id") {
        id: ID
      }
      type Query {
        clubs: [Club]
      }
    `,
  },
  world: () => ({
    Query: { visitors: [ada, guest, club], clubs: [club] },
    entities: [ada, club],
  }),
  operations: [
    '{ visitors { ... on Member { id } ... on Club { clubId: id members { id label } } } }',
    '{ visitors { ... on Member { member: label } ... on Guest { label } ... on Club { label } } }',
    '{ clubs { id label members { __typename id label } } }',
    '{ clubs { members { label } } visitors { __typename ... on Club { members { id } } } }',
  ],
};

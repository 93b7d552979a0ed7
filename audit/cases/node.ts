import type { Row, Topic } from '../Topic.js';

const nodes: readonly Row[] = [
  { __typename: 'Person', id: 'p1', name: 'Ada', age: 36, pets: () => [nodes[1]] },
  { __typename: 'Pet', id: 'q1', name: 'Rex', legs: 4, owner: () => nodes[0] },
  { __typename: 'Stone', id: 's1', grams: 90 },
];
const byId = ({ id }: Row) => nodes.find((node) => node['id'] === id) ?? null;

/** Anything by its id, as Relay wants it: one root field in several subgraphs, of an interface that grows. */
export const node: Topic = {
  name: 'node',
  subgraphs: {
    nodes: /* GraphQL */ `
      interface Node {
        id: ID!
      }
      type Query {
        node(id: ID!): Node
        nodes(ids: [ID!]!): [Node]!
      }
      type Person implements Node @key(fields: "id") {
        id: ID!
      }
      type Pet implements Node @key(fields: "id") {
        id: ID!
      }
      type Stone implements Node @key(fields: "id") {
        id: ID!
      }
    `,
    people: /* GraphQL */ `
      interface Node {
        id: ID!
      }
      type Person implements Node @key(fields: "id") {
        id: ID!
        name: String
        age: Int
        pets: [Pet!]
      }
      type Pet @key(fields: "id", resolvable: false) {
        id: ID!
      }
    `,
    things: /* GraphQL */ `
      interface Node {
        id: ID!
      }
      type Pet implements Node @key(fields: "id") {
        id: ID!
        name: String!
        legs: Int
        owner: Person
      }
      type Person @key(fields: "id") {
        id: ID!
      }
      type Stone implements Node @key(fields: "id") {
        id: ID!
        grams: Float
      }
    `,
  },
  world: () => ({
    Query: { node: byId, nodes: ({ ids }: Row) => (ids as unknown[]).map((id) => byId({ id })) },
    entities: nodes,
  }),
  operations: [
    '{ node(id: "p1") { id __typename ... on Person { name } } }',
    '{ nodes(ids: ["s1", "none", "q1", "p1"]) { id ... on Person { age pets { name } } ... on Pet { legs owner { age } } ... on Stone { grams } } }',
    '{ a: node(id: "p1") { ... on Pet { legs } } b: node(id: "q1") { ... on Pet { legs } } }',
    {
      query:
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ...P ...Q } } fragment P on Person { label: age } fragment Q on Pet { called: name }',
      variables: { ids: ['q1', 'p1', 'q1'] },
    },
    '{ nodes(ids: []) { ... on Person { age } } }',
  ],
};

const books: readonly Row[] = [
  { __typename: 'Book', upc: 'k1', id: 'b1', author: { name: 'Ada' }, pages: 5 },
  { __typename: 'Book', upc: 'k2', id: 'b2', author: null, pages: 7 },
];

/** Entities that nobody knows by the key they came with: their fields are null, and the rest is answered. */
export const nullKeys: Topic = {
  name: 'null keys',
  subgraphs: {
    boxes: /* GraphQL */ `
      type Query {
        boxes: [Box]
      }
      type Box {
        book: Book
        size: Int
      }
      type Book @key(fields: "upc") {
        upc: ID
      }
    `,
    ids: /* GraphQL */ `
      type Book @key(fields: "id") @key(fields: "upc") {
        id: ID
        upc: ID
      }
    `,
    authors: /* GraphQL */ `
      type Book @key(fields: "id") {
        id: ID
        author: Author
        pages: Int
      }
      type Author {
        name: String
      }
    `,
  },
  world: () => ({
    Query: {
      boxes: [
        { book: books[0], size: 1 },
        { book: null, size: 2 },
        { book: { __typename: 'Book', upc: null }, size: 3 },
        null,
        { book: books[1], size: 4 },
        { book: { __typename: 'Book', upc: 'lost' }, size: 5 },
      ],
    },
    entities: books,
  }),
  operations: [
    '{ boxes { size book { upc } } }',
    '{ boxes { size book { id } } }',
    '{ boxes { book { author { name } pages } } }',
    '{ boxes { book { upc author { __typename name } } } }',
  ],
};

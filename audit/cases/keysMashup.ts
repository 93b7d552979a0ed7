import type { Row, Topic } from '../Topic.js';

const gears: readonly Row[] = [1, 2].map((n) => ({
  ...{
    __typename: 'Gear',
    id: `g${String(n)}`,
    code: `c${String(n)}`,
    teeth: 10 * n,
    name: `gear ${String(n)}`,
  },
  spot: { row: String(n), slot: 'a', box: `b${String(n)}` },
}));
const machine: Row = { __typename: 'Machine', id: 'm1', gears };

/** Keys that overlap, of which each subgraph resolves other ones: some have to be completed through another first. */
export const keysMashup: Topic = {
  name: 'keys mash-up',
  subgraphs: {
    names: /* GraphQL */ `
      type Gear
        @key(fields: "id")
        @key(fields: "code", resolvable: false)
        @key(fields: "spot { row slot }", resolvable: false)
        @key(fields: "id spot { slot box }", resolvable: false) {
        id: ID!
        code: ID!
        spot: Spot!
        name: String!
      }
      type Spot @shareable {
        row: ID!
        slot: ID!
        box: ID!
      }
    `,
    machines: /* GraphQL */ `
      type Query {
        machine: Machine
      }
      type Machine @key(fields: "id") {
        id: ID!
        gears: [Gear!]!
      }
      type Gear
        @key(fields: "spot { row slot }", resolvable: false)
        @key(fields: "id spot { slot box }")
        @key(fields: "code", resolvable: false)
        @key(fields: "id", resolvable: false) {
        id: ID!
        code: ID!
        spot: Spot!
        name: String! @external
        label: String! @requires(fields: "name")
      }
      type Spot @shareable {
        row: ID!
        slot: ID!
        box: ID!
      }
    `,
    teeth: /* GraphQL */ `
      type Gear @key(fields: "code") {
        code: ID!
        teeth: Int
      }
    `,
  },
  world: () => ({ Query: { machine }, entities: [...gears, machine] }),
  computed: { 'Gear.label': ({ name }) => `[${String(name)}]` },
  operations: [
    '{ machine { id gears { id label } } }',
    '{ machine { gears { name teeth } } }',
    '{ machine { gears { label name spot { box } } } }',
    '{ machine { gears { teeth label code } } }',
    {
      // The planner asks for the label all the same, of gears of which no resolvable key is there.
      query:
        'query ($no: Boolean!) { machine { gears { name ... on Gear { ... on Gear @skip(if: $no) { label } } } } }',
      variables: { no: true },
    },
  ],
};

const books: readonly Row[] = [
  { __typename: 'Book', id: 'b1', isbn: 'i1', shelf: 's1', title: 'Emma', stock: 2, lent: true },
  {
    __typename: 'Book',
    id: 'b2',
    isbn: 'i2',
    shelf: 's2',
    title: 'Ulysses',
    stock: 0,
    lent: false,
  },
];

/** A chain of subgraphs in which no two distant ones share a key. */
export const keysChain: Topic = {
  name: 'keys one after the other',
  subgraphs: {
    shelves: /* GraphQL */ `
      type Query {
        onShelf(shelf: ID!): Book
        books: [Book!]!
      }
      type Book @key(fields: "shelf") {
        shelf: ID!
      }
    `,
    index: /* GraphQL */ `
      type Book @key(fields: "shelf") @key(fields: "isbn") {
        shelf: ID!
        isbn: ID!
      }
    `,
    catalogue: /* GraphQL */ `
      type Book @key(fields: "isbn") @key(fields: "id") {
        isbn: ID!
        id: ID!
        title: String
      }
    `,
    lending: /* GraphQL */ `
      type Book @key(fields: "id") {
        id: ID!
        lent: Boolean!
        stock: Int
      }
    `,
  },
  world: () => ({
    Query: {
      books,
      onShelf: ({ shelf }: Row) => books.find((book) => book['shelf'] === shelf) ?? null,
    },
    entities: books,
  }),
  operations: [
    '{ books { lent } }',
    '{ onShelf(shelf: "s2") { title stock isbn } }',
    '{ books { shelf title lent stock } gone: onShelf(shelf: "s9") { lent } }',
  ],
};

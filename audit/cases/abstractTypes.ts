import type { Row, Topic } from '../Topic.js';

const [oak, fern, rake]: readonly [Row, Row, Row] = [
  { __typename: 'Tree', id: 't1', name: 'Oak', price: 120, height: 30.5, note: { text: 'slow' } },
  {
    __typename: 'Herb',
    id: 'h1',
    name: 'Fern',
    price: 8,
    isEdible: false,
    note: { text: 'shade' },
  },
  { __typename: 'Tool', id: 'r1', name: 'Rake', price: 25, grip: 'WOOD', note: null },
];
const rows: readonly Row[] = [oak, fern, rake];

/** Interfaces and unions whose members live in several subgraphs. */
export const abstractTypes: Topic = {
  name: 'abstract types',
  subgraphs: {
    nursery: /* GraphQL */ `
      interface Item {
        id: ID!
        name: String
      }
      union Plant = Tree | Herb
      type Tree implements Item @key(fields: "id") {
        id: ID!
        name: String
        height: Float
      }
      type Herb implements Item @key(fields: "id") {
        id: ID!
        name: String
        isEdible: Boolean
      }
      type Tool implements Item @key(fields: "id") {
        id: ID!
        name: String
        grip: Grip
      }
      enum Grip {
        WOOD
        STEEL
      }
      type Query {
        items: [Item!]!
        item(id: ID!): Item
        plants: [Plant]
      }
    `,
    prices: /* GraphQL */ `
      interface Priced {
        price: Int!
        note: Note
      }
      type Note {
        text: String!
      }
      type Tree implements Priced @key(fields: "id") {
        id: ID!
        price: Int!
        note: Note
      }
      type Herb implements Priced @key(fields: "id") {
        id: ID!
        price: Int!
        note: Note
      }
      type Tool implements Priced @key(fields: "id") {
        id: ID!
        price: Int!
        note: Note
      }
      type Query {
        priced: [Priced]
      }
    `,
  },
  world: () => ({
    Query: {
      items: rows,
      item: ({ id }: Row) => rows.find((row) => row['id'] === id) ?? null,
      plants: [oak, null, fern],
      priced: rows,
    },
    entities: rows,
  }),
  operations: [
    '{ items { id name } }',
    '{ items { __typename ... on Tree { height price } ... on Herb { isEdible price } ... on Tool { grip } } }',
    '{ items { ... on Priced { price note { text } } name } }',
    '{ plants { ... on Item { name } ... on Priced { price } __typename } }',
    '{ plants { ... on Tree { t: name note { text } } ... on Herb { h: name note { __typename text } } } }',
    '{ priced { price ... on Item { name } ... on Tool { grip } } }',
    '{ priced { __typename ... on Plant { __typename ... on Tree { height } } } }',
    'query ($id: ID! = "h1") { item(id: $id) { ...Deep } } fragment Deep on Item { id ... on Tree { ...T } ... on Herb { ...H } } fragment T on Tree { price note { ...N } } fragment H on Herb { price note { ...N } } fragment N on Note { text }',
    {
      query: 'query ($id: ID!) { item(id: $id) { id ... on Priced { note { text } } } }',
      variables: { id: 'r1' },
    },
    { query: 'query ($id: ID!) { item(id: $id) { id name } }', variables: { id: 'nothing' } },
    '{ items { ... on Item { ... on Priced { ... on Tree { name price } } } } }',
    // No object can meet all of these types, and the item is there or not.
    '{ item(id: "h1") { ... on Herb { ... on Priced { ... on Tree { name } } } } }',
    '{ item(id: "none") { ...H } items { id ...H } } fragment H on Herb { ...P } fragment P on Priced { ...T } fragment T on Tree { name }',
    {
      query:
        'query ($no: Boolean!) { item(id: "h1") @skip(if: $no) { ... on Herb { ... on Priced { ... on Tree { name } } } } }',
      variables: { no: true },
    },
    // What the gateway knows itself.
    '{ __type(name: "Item") { isOneOf possibleTypes { name } } items { id } }',
    '{ __schema { directives { name isDeprecated } queryType { name } } }',
    {
      query:
        'query ($yes: Boolean!) { ... on Query @include(if: $yes) { __schema { queryType { name } } } }',
      variables: { yes: false },
    },
    {
      query:
        'query ($all: Boolean) { items { id } __type(name: "Item") { fields(includeDeprecated: $all) { name } } }',
      variables: { all: null },
    },
    {
      query:
        'query ($all: Boolean) { __schema { directives(includeDeprecated: $all) { name } } items { id } }',
      variables: { all: null },
    },
  ],
};

import type { Row, Topic } from '../Topic.js';
import { interfaceObjectRequires } from './interfaceObjects.js';

/** What one interface object needs is worked out by another. */
export const interfaceObjectsChained: Topic = {
  name: 'interface object that requires another',
  subgraphs: {
    ...interfaceObjectRequires.subgraphs,
    labels: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        shout: String @external
        label: String @requires(fields: "shout")
      }
    `,
  },
  world: () => interfaceObjectRequires.world(),
  computed: {
    ...interfaceObjectRequires.computed,
    'Media.label': ({ shout }) => `<${String(shout)}>`,
  },
  operations: [
    '{ library { id label title } }',
    '{ popular { label ... on Film { minutes shout } } }',
    '{ item(id: "f1") { ... on Film { label } __typename } }',
    '{ popular { label shout } library { label } }',
    '{ library { t: __typename ... on Film { a: label } ... on Song { a: shout b: label __typename } } }',
    {
      query:
        'query ($a: Boolean!) { popular { label @include(if: $a) ... on Song @skip(if: $a) { label } } }',
      variables: { a: false },
    },
  ],
};

const [bowl, fork]: readonly [Row, Row] = [
  {
    __typename: 'Bowl',
    org: { id: 'o1' },
    sku: 'b1',
    price: 30,
    depth: 9,
    weight: ({ unit }: Row) => (unit === 'KG' ? 0.4 : 400),
  },
  {
    __typename: 'Fork',
    org: { id: 'o2' },
    sku: 'f1',
    price: 4,
    tines: 4,
    weight: ({ unit }: Row) => (unit === 'KG' ? 0.05 : 50),
  },
];
const goods: readonly Row[] = [bowl, fork].map((row, at) => ({
  ...row,
  goesWith: () => goods[1 - at],
}));

/** Each works with what another works out, about things with a key of several parts, some of which lead to others. */
export const interfaceObjectsChainOfThree: Topic = {
  name: 'chain of three interface objects',
  subgraphs: {
    stock: /* GraphQL */ `
      interface Good @key(fields: "org { id } sku") {
        org: Org!
        sku: ID!
        price: Int!
        weight(unit: String): Float
      }
      type Bowl implements Good @key(fields: "org { id } sku") {
        org: Org!
        sku: ID!
        price: Int!
        weight(unit: String): Float
        depth: Int
      }
      type Fork implements Good @key(fields: "org { id } sku") {
        org: Org!
        sku: ID!
        price: Int!
        weight(unit: String): Float
        tines: Int
      }
      type Org @shareable {
        id: ID!
      }
      type Query {
        goods: [Good!]!
      }
    `,
    shipping: /* GraphQL */ `
      type Good @key(fields: "org { id } sku") @interfaceObject {
        org: Org!
        sku: ID!
        price: Int! @external
        weight(unit: String): Float @external
        fee(express: Boolean): Int @requires(fields: "price weight(unit: \\"KG\\")")
        goesWith: Good
      }
      type Org @shareable {
        id: ID!
      }
      type Query {
        parcel: [Good]
      }
    `,
    offers: /* GraphQL */ `
      type Good @key(fields: "org { id } sku") @interfaceObject {
        org: Org!
        sku: ID!
        price: Int! @external
        fee(express: Boolean): Int @external
        total: Total @requires(fields: "price fee(express: true)")
      }
      type Org @shareable {
        id: ID!
      }
      type Total {
        amount: Int!
        currency: String!
      }
    `,
    labels: /* GraphQL */ `
      type Good @key(fields: "org { id } sku") @interfaceObject {
        org: Org!
        sku: ID!
        total: Total @external
        tag(mark: String!): String @requires(fields: "total { amount }")
      }
      type Org @shareable {
        id: ID!
      }
      type Total @key(fields: "amount", resolvable: false) {
        amount: Int! @external
      }
      type Query {
        shelf: [Good!]!
      }
    `,
  },
  world: () => ({
    Query: { goods, parcel: [...goods].reverse(), shelf: goods },
    entities: goods,
  }),
  computed: {
    'Good.fee': ({ price, weight }, { express }) =>
      Number(price) + Math.round(Number(weight) * 100) + (express === true ? 1_000 : 0),
    'Good.total': ({ price, fee }) => ({
      amount: Number(price) + Number(fee),
      currency: 'EUR',
    }),
    'Good.tag': ({ total }, { mark }) =>
      `${String(mark)} ${String((total as Row | null)?.['amount'])}`,
  },
  operations: [
    '{ goods { tag(mark: "#") } }',
    '{ parcel { sku tag(mark: "#") fee weight } }',
    '{ shelf { tag(mark: "a") b: tag(mark: "b") total { currency } } }',
    '{ shelf { ... on Bowl { depth a: fee(express: false) } ... on Fork { a: fee tag(mark: "x") } } }',
    '{ parcel { goesWith { __typename tag(mark: "#") goesWith { fee(express: true) ... on Bowl { depth } } } } }',
    '{ shelf { ... on Bowl { fee } } }',
    '{ goods { goesWith { total { amount } } fee weight(unit: "G") ... on Fork { weight2: weight(unit: "KG") } } }',
  ],
};

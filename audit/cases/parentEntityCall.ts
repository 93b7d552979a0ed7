import type { Row, Topic } from '../Topic.js';

const category: Row = {
  ...{ __typename: 'Category', id: 'k1', details: { products: 2, title: 'Pens' }, grade: 'A' },
};
const products: readonly Row[] = [
  { __typename: 'Product', id: 'p1', pid: 'x1', category },
  { __typename: 'Product', id: 'p2', pid: 'x2', category: null },
];

/** Values that are no entities, and have to be completed by asking for their parent again. */
export const parentEntityCall: Topic = {
  name: 'parent entity call',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        products: [Product!]!
      }
      type Product @key(fields: "id pid") {
        id: ID!
        pid: ID!
      }
    `,
    b: /* GraphQL */ `
      type Product @key(fields: "id pid") {
        id: ID!
        pid: ID!
        category: Category @shareable
      }
      type Category @shareable {
        details: Details
      }
      type Details @shareable {
        products: Int
      }
    `,
    c: /* GraphQL */ `
      type Product @key(fields: "id pid") {
        id: ID!
        pid: ID!
        category: Category @shareable
      }
      type Category {
        details: Details @shareable
        grade: String
      }
      type Details {
        products: Int @shareable
        title: String!
      }
    `,
  },
  world: () => ({ Query: { products }, entities: products }),
  operations: [
    '{ products { category { details { products } } } }',
    '{ products { id category { details { products title } grade } } }',
    '{ products { category { grade } c: category { details { t: title } } } }',
  ],
};

/** The same, where the parent itself can only be reached through another key. */
export const parentEntityCallComplex: Topic = {
  name: 'parent entity call through another key',
  subgraphs: {
    a: /* GraphQL */ `
      type Product @key(fields: "id pid") {
        id: ID!
        pid: ID!
        category: Category @shareable
      }
      type Category {
        grade: String @shareable
      }
    `,
    b: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        category: Category @shareable
      }
      type Category @key(fields: "id") {
        id: ID!
        grade: String @shareable
      }
    `,
    c: /* GraphQL */ `
      type Category @key(fields: "id") {
        id: ID!
        details: Details
      }
      type Details {
        title: String
        products: Int
      }
    `,
    d: /* GraphQL */ `
      type Query {
        product(id: ID!): Product
      }
      type Product @key(fields: "id") @key(fields: "id pid") {
        id: ID!
        pid: ID!
      }
    `,
  },
  world: () => ({
    Query: { product: ({ id }: Row) => products.find((each) => each['id'] === id) ?? null },
    entities: [...products, category],
  }),
  operations: [
    '{ product(id: "p1") { category { details { title } grade } } }',
    '{ product(id: "p2") { id pid category { details { title } } } }',
    '{ product(id: "p1") { category { id details { products } } } none: product(id: "p3") { category { grade } } }',
  ],
};

import type { Row, Topic } from '../Topic.js';

const users: readonly Row[] = [1, 2, 3].map((n) => ({
  ...{
    __typename: 'User',
    id: `u${String(n)}`,
    name: `user ${String(n)}`,
    email: `${String(n)}@x`,
  },
  reviews: (): unknown => reviews.filter((review) => review['by'] === `u${String(n)}`),
}));
const products: readonly Row[] = [1, 2, 3, 4].map((n) => ({
  ...{
    __typename: 'Product',
    upc: `p${String(n)}`,
    title: `product ${String(n)}`,
    weight: n,
    price: 10 * n,
  },
  ...{ stock: n === 3 ? null : n, isSold: n === 4 },
  reviews: ({ first }: Row): unknown =>
    reviews.filter((review) => review['of'] === `p${String(n)}`).slice(0, Number(first ?? 9)),
  related: (): unknown => [products[n % 4], products[(n + 1) % 4]],
}));
const reviews: readonly Row[] = [1, 2, 3, 4, 5].map((n) => ({
  ...{
    __typename: 'Review',
    id: `r${String(n)}`,
    stars: n,
    by: `u${String((n % 3) + 1)}`,
    of: `p${String((n % 4) + 1)}`,
  },
  author: (): unknown => users[n % 3],
  product: (): unknown => products[n % 4],
}));

/** Four subgraphs, and queries that pass through all of them over and over. */
export const deepNesting: Topic = {
  name: 'deep nesting over four subgraphs',
  subgraphs: {
    users: /* GraphQL */ `
      type Query {
        me: User
        users: [User!]!
      }
      type User @key(fields: "id") {
        id: ID!
        name: String
        email: String
      }
    `,
    reviews: /* GraphQL */ `
      type Query {
        latest(first: Int = 2): [Review!]!
      }
      type Review @key(fields: "id") {
        id: ID!
        stars: Int
        author: User
        product: Product
      }
      type User @key(fields: "id") {
        id: ID!
        reviews: [Review!]
      }
      type Product @key(fields: "upc") {
        upc: ID!
        reviews(first: Int): [Review]
      }
    `,
    products: /* GraphQL */ `
      type Query {
        top(first: Int! = 2): [Product!]!
      }
      type Product @key(fields: "upc") {
        upc: ID!
        title: String
        weight: Int
        price: Int
        related: [Product!]
      }
    `,
    inventory: /* GraphQL */ `
      type Product @key(fields: "upc") {
        upc: ID!
        weight: Int @external
        price: Int @external
        stock: Int
        isSold: Boolean!
        shipping: Int @requires(fields: "weight price")
      }
    `,
  },
  world: () => ({
    Query: {
      ...{ me: users[0], users },
      top: ({ first }: Row) => products.slice(0, Number(first)),
      latest: ({ first }: Row) => reviews.slice(0, Number(first)),
    },
    entities: [...users, ...products, ...reviews],
  }),
  computed: { 'Product.shipping': ({ weight, price }) => Number(weight) * Number(price) },
  operations: [
    '{ me { name reviews { stars product { title shipping reviews { author { name } } } } } }',
    '{ users { reviews { product { isSold related { stock reviews(first: 1) { author { email reviews { id } } } } } } } }',
    '{ top(first: 4) { title stock shipping reviews { stars author { name reviews { product { title isSold } } } } } }',
    '{ latest(first: 5) { author { name } product { title stock related { title shipping related { upc isSold } } } } }',
    '{ a: top { r: reviews(first: 1) { stars } s: reviews { id author { n: name } } } b: top(first: 1) { reviews { product { reviews { product { title } } } } } }',
    '{ me { reviews { product { ...P reviews { author { reviews { product { ...P } } } } } } } } fragment P on Product { shipping title related { ...Q } } fragment Q on Product { isSold weight }',
    {
      query:
        'query ($n: Int!, $deep: Boolean!) { top(first: $n) { upc related @include(if: $deep) { reviews(first: $n) { author { name @skip(if: $deep) email } } } } }',
      variables: { n: 3, deep: true },
    },
  ],
};

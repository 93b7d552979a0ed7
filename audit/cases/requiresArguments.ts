import type { Row, Topic } from '../Topic.js';

const comments = (of: string) =>
  [1, 2, 3, 4].map((n) => ({
    __typename: 'Comment',
    id: `${of}-${String(n)}`,
    text: `${of} ${String(n)}`,
  }));
const firstOf =
  (all: readonly unknown[]) =>
  ({ limit }: Row) =>
    all.slice(0, Number(limit ?? all.length));
const posts: readonly Row[] = ['p1', 'p2'].map((id) => ({
  ...{ __typename: 'Post', id, comments: firstOf(comments(id)) },
}));
const ids = (list: unknown) => (list as Row[]).map((each) => each['id']).join(',');

/** A field that is required under an argument, while the caller asks for it under another, or under the same. */
export const requiresWithArgument: Topic = {
  name: 'requires with an argument',
  subgraphs: {
    posts: /* GraphQL */ `
      type Query {
        feed: [Post!]!
        post(id: ID!): Post
      }
      type Post @key(fields: "id") {
        id: ID!
      }
    `,
    comments: /* GraphQL */ `
      type Post @key(fields: "id") {
        id: ID!
        comments(limit: Int): [Comment!]!
      }
      type Comment @key(fields: "id") {
        id: ID!
        text: String
      }
    `,
    digest: /* GraphQL */ `
      type Post @key(fields: "id") {
        id: ID!
        comments(limit: Int): [Comment!]! @external
        digest: String @requires(fields: "comments(limit: 3) { id }")
      }
      type Comment @key(fields: "id", resolvable: false) {
        id: ID!
      }
    `,
  },
  world: () => ({
    Query: { feed: posts, post: ({ id }: Row) => posts.find((each) => each['id'] === id) ?? null },
    entities: [...posts, ...comments('p1'), ...comments('p2')],
  }),
  computed: { 'Post.digest': ({ comments: given }) => ids(given) },
  operations: [
    '{ feed { digest } }',
    '{ feed { digest comments(limit: 3) { id } } }',
    '{ feed { digest comments(limit: 1) { id text } } }',
    '{ feed { comments(limit: 1) { id } digest } }',
    '{ feed { c: comments(limit: 2) { id } digest comments { text } } }',
    {
      query:
        'query ($limit: Int = 1) { feed { ...A ...B digest } } fragment A on Post { comments(limit: $limit) { id } } fragment B on Post { comments(limit: $limit) { text } }',
      variables: {},
    },
    {
      query: 'query ($limit: Int) { post(id: "p2") { digest comments(limit: $limit) { id } } }',
      variables: { limit: 2 },
    },
    {
      query: 'query ($limit: Int) { post(id: "p2") { digest comments(limit: $limit) { id } } }',
      variables: { limit: null },
    },
    {
      query:
        'query ($all: Boolean!) { post(id: "p1") { digest @include(if: $all) comments(limit: 1) { id } } }',
      variables: { all: true },
    },
    {
      query:
        'query ($all: Boolean!) { post(id: "p1") { digest @skip(if: $all) comments(limit: 1) { id } } }',
      variables: { all: true },
    },
  ],
};

const products: readonly Row[] = [
  {
    __typename: 'Product',
    id: 'x1',
    weight: 2,
    price: ({ currency }: Row) => (currency === 'EUR' ? 10 : 20),
  },
  {
    __typename: 'Product',
    id: 'x2',
    weight: 5,
    price: ({ currency }: Row) => (currency === 'EUR' ? 30 : 60),
  },
];

/** Two fields that require the same field under different arguments, of one subgraph and of two. */
export const requiresWithArgumentConflict: Topic = {
  name: 'requires with conflicting arguments',
  subgraphs: {
    products: /* GraphQL */ `
      type Query {
        products: [Product!]!
      }
      enum Currency {
        EUR
        USD
      }
      type Product @key(fields: "id") {
        id: ID!
        weight: Int
        price(currency: Currency! = USD): Int
      }
    `,
    shipping: /* GraphQL */ `
      enum Currency {
        EUR
        USD
      }
      type Product @key(fields: "id") {
        id: ID!
        weight: Int @external
        price(currency: Currency! = USD): Int @external
        shipping: Int @requires(fields: "price(currency: USD) weight")
        shippingEur: Int @requires(fields: "price(currency: EUR) weight")
      }
    `,
    limits: /* GraphQL */ `
      enum Currency {
        EUR
        USD
      }
      type Product @key(fields: "id") {
        id: ID!
        shipping: Int @external
        price(currency: Currency! = USD): Int @external
        isCheap: Boolean @requires(fields: "price(currency: EUR)")
        total: Int @requires(fields: "price(currency: EUR) shipping")
      }
    `,
  },
  world: () => ({ Query: { products }, entities: products }),
  computed: {
    'Product.shipping': ({ price, weight }) => Number(price) * Number(weight),
    'Product.shippingEur': ({ price, weight }) => Number(price) * Number(weight),
    'Product.isCheap': ({ price }) => Number(price) < 15,
    'Product.total': ({ price, shipping }) => Number(price) + Number(shipping),
  },
  operations: [
    '{ products { shipping } }',
    '{ products { shippingEur } }',
    '{ products { shipping shippingEur } }',
    '{ products { id shipping shippingEur isCheap } }',
    '{ products { isCheap price(currency: USD) } }',
    '{ products { total } }',
    '{ products { total shippingEur price usd: price(currency: USD) eur: price(currency: EUR) } }',
    {
      query:
        'query ($currency: Currency!) { products { shipping isCheap price(currency: $currency) } }',
      variables: { currency: 'EUR' },
    },
  ],
};

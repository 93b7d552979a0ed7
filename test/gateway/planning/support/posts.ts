import type { TestSubgraph } from './answer.js';

const comments = ['c1', 'c2', 'c3', 'c4'].map((id) => ({ id }));

interface Sent {
  readonly id: string;
  readonly title?: string;
  readonly comments?: readonly { readonly author: string }[];
  readonly price?: number;
}

/** A subgraph that has posts, with comments of others, and one that needs them under arguments of its own. */
export const posts: Readonly<Record<string, TestSubgraph>> = {
  content: {
    typeDefs: /* GraphQL */ `
      type Query {
        post: Post!
      }
      type Post @key(fields: "id") {
        id: ID!
        title: String!
        kind: String!
        comments(limit: Int!): [Comment!]!
        price(currency: String): Int!
      }
      type Comment @key(fields: "id") {
        id: ID!
      }
    `,
    resolvers: {
      Query: { post: () => ({ id: 'p1' }) },
      Post: {
        __resolveReference: ({ id }: Sent) => ({ id }),
        title: () => 'First',
        kind: () => 'news',
        comments: (_: Sent, { limit }: { limit: number }) => comments.slice(0, limit),
        price: (_: Sent, { currency }: { currency?: string }) =>
          currency === 'EUR' ? 2 : currency === 'USD' ? 3 : 1,
      },
      Comment: { __resolveReference: ({ id }: Sent) => ({ id }) },
    },
  },
  people: {
    typeDefs: /* GraphQL */ `
      type Comment @key(fields: "id") {
        id: ID!
        author: String!
      }
    `,
    resolvers: {
      Comment: {
        __resolveReference: ({ id }: Sent) => ({ id }),
        author: ({ id }: Sent) => `author of ${id}`,
      },
    },
  },
  digest: {
    typeDefs: /* GraphQL */ `
      type Post @key(fields: "id") {
        id: ID!
        title: String! @external
        comments(limit: Int!): [Comment!]! @external
        price(currency: String): Int! @external
        heading: String! @requires(fields: "title")
        authors: [String!]! @requires(fields: "comments(limit: 3) { author }")
        firstAuthor: [String!]! @requires(fields: "comments(limit: 1) { author }")
        inEuro: Int! @requires(fields: "price(currency: \\"EUR\\")")
        inDollar: Int! @requires(fields: "price(currency: \\"USD\\") title")
        inAny: Int! @requires(fields: "price")
      }
      type Comment @key(fields: "id") {
        id: ID!
        author: String! @external
      }
    `,
    resolvers: {
      Post: {
        __resolveReference: (sent: Sent) => sent,
        heading: ({ title }: Sent) => title?.toUpperCase(),
        authors: (sent: Sent) => sent.comments?.map(({ author }) => author),
        firstAuthor: (sent: Sent) => sent.comments?.map(({ author }) => author),
        inEuro: ({ price }: Sent) => price,
        inDollar: ({ price }: Sent) => price,
        inAny: ({ price }: Sent) => price,
      },
    },
  },
};

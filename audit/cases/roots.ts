import type { Row, Topic } from '../Topic.js';

const product: Row = {
  ...{
    __typename: 'Product',
    id: 'p1',
    name: { brand: 'ACME', model: 'X' },
    price: { amount: 5, currency: 'EUR' },
  },
  ...{ category: { name: 'pens', id: 'k1' } },
};
const ofProduct = (field: string) => /* GraphQL */ `
  type Query {
    product: Product @shareable
    products: [Product!]! @shareable
  }
  type Product @shareable {
    id: ID!
    ${field}
  }
`;

/** A root field that every subgraph answers in part: values that no key can complete are asked of all of them. */
export const sharedRoot: Topic = {
  name: 'shared root',
  subgraphs: {
    names: `${ofProduct('name: Name')} type Name { brand: String model: String }`,
    prices: `${ofProduct('price: Price')} type Price { amount: Int! currency: String }`,
    categories: `${ofProduct('category: Category')} type Category { name: String id: ID! }`,
  },
  world: () => ({ Query: { product, products: [product, { ...product, id: 'p2', price: null }] } }),
  operations: [
    '{ product { id name { brand } price { amount } category { id name } } }',
    '{ products { price { currency } category { name } name { model } } }',
    '{ a: product { price { amount } } b: product { name { brand } } products { id } }',
    '{ product { __typename id } __typename }',
  ],
};

const users: readonly Row[] = [
  { __typename: 'User', id: 'u1', age: 30, secret: 's', friends: () => [users[1]], kind: 'DARK' },
  { __typename: 'User', id: 'u2', age: 40, secret: 't', friends: () => users, kind: 'LIGHT' },
];

/** What callers may not see is refused, and is there all the same for keys and requirements. */
export const inaccessible: Topic = {
  name: 'inaccessible',
  subgraphs: {
    ages: /* GraphQL */ `
      type Query {
        users: [User!]!
        hidden: [User!]! @inaccessible
        byAge(age: Int, trick: String @inaccessible): User
        any: [Any!]
      }
      type User @key(fields: "id") {
        id: ID!
        age: Int
        secret: String @inaccessible
      }
      union Any = User | Hidden
      type Hidden @inaccessible {
        x: Int
      }
    `,
    friends: /* GraphQL */ `
      type User @key(fields: "id") {
        id: ID!
        secret: String @external
        friends: [User!]!
        hint: String @requires(fields: "secret")
      }
    `,
  },
  world: () => ({
    Query: {
      ...{ users, hidden: users, any: [users[0]] },
      byAge: ({ age }: Row) => users.find((each) => each['age'] === age) ?? null,
    },
    entities: users,
  }),
  computed: { 'User.hint': ({ secret }) => `${String(secret)}…` },
  operations: [
    '{ users { id age friends { age } } }',
    '{ users { hint friends { hint friends { id } } } }',
    '{ hidden { id } }',
    '{ users { secret } }',
    '{ byAge(age: 40) { friends { hint } } none: byAge { id } }',
    '{ byAge(age: 40, trick: "x") { id } }',
    '{ any { __typename ... on User { age } } }',
    '{ any { ... on Hidden { x } } }',
    '{ __type(name: "Hidden") { name } user: __type(name: "User") { fields { name } } }',
  ],
};

/** An object behind an interface whose real type callers must not learn of: it is an error, and null. */
export const inaccessibleType: Topic = {
  name: 'inaccessible types at run time',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        things: [Thing]
        thing: Thing
      }
      interface Thing {
        id: ID!
      }
      type Open implements Thing @key(fields: "id") {
        id: ID!
      }
      type Closed implements Thing @inaccessible {
        id: ID!
      }
    `,
    b: /* GraphQL */ `
      type Open @key(fields: "id") {
        id: ID!
        size: Int
      }
    `,
  },
  world: () => {
    const open: Row = { __typename: 'Open', id: 'o1', size: 3 };
    const closed: Row = { __typename: 'Closed', id: 'c1' };
    return { Query: { things: [open, closed, open], thing: closed }, entities: [open] };
  },
  operations: [
    '{ things { id } }',
    '{ things { __typename ... on Open { size } } }',
    '{ thing { __typename id } }',
  ],
};

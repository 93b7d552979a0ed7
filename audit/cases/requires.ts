import type { Row, Topic } from '../Topic.js';

const author: Row = { __typename: 'Author', id: 'a1', name: 'Ada', years: 12 };
const novice: Row = { __typename: 'Author', id: 'a2', name: 'Bob', years: 1 };
const posts: readonly Row[] = [
  { __typename: 'Post', id: 'p1', author },
  { __typename: 'Post', id: 'p2', author: novice },
];

/** What one subgraph requires is worked out by another, which requires something of the first. */
export const requiresCircular: Topic = {
  name: 'requires in a circle',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        feed: [Post]
      }
      type Post @key(fields: "id") {
        id: ID!
        isNew: Boolean! @external
        isOld: Boolean! @requires(fields: "isNew")
      }
      type Author @key(fields: "id") {
        id: ID!
        name: String!
        years: Int!
      }
    `,
    b: /* GraphQL */ `
      type Post @key(fields: "id") {
        id: ID!
        author: Author!
        isNew: Boolean! @requires(fields: "author { years }")
      }
      type Author @key(fields: "id") {
        id: ID!
        years: Int! @external
      }
    `,
  },
  world: () => ({ Query: { feed: posts }, entities: [...posts, author, novice] }),
  computed: {
    'Post.isNew': ({ author: by }) => Number((by as Row)['years']) < 5,
    'Post.isOld': ({ isNew }) => isNew === false,
  },
  operations: [
    '{ feed { isOld } }',
    '{ feed { isNew author { name } } }',
    '{ feed { id isOld isNew author { years id } } }',
  ],
};

const home: Row = { __typename: 'Home', id: 'h1', city: 'Graz', zip: '8010' };
const work: Row = { __typename: 'Work', id: 'w1', city: 'Wien', firm: 'ACME' };
const people: readonly Row[] = [
  { __typename: 'Person', id: 'p1', name: 'Ada', place: home, places: [home, work] },
  { __typename: 'Person', id: 'p2', name: 'Bob', place: work, places: [] },
  { __typename: 'Person', id: 'p3', name: 'Cy', place: null, places: null },
];
const cityOf = (place: unknown) => (place as Row | null)?.['city'] ?? 'nowhere';

/** Fields of interfaces and fragments on their types, in what is required. */
export const requiresOnInterface: Topic = {
  name: 'requires on an interface',
  subgraphs: {
    lines: /* GraphQL */ `
      type Query {
        people: [Person]
      }
      interface Place {
        id: ID!
        city: String
      }
      type Home implements Place @key(fields: "id") {
        id: ID!
        city: String @external
        zip: String @external
      }
      type Work implements Place @key(fields: "id") {
        id: ID!
        city: String @external
        firm: String @external
      }
      type Person @key(fields: "id") {
        id: ID!
        place: Place @external
        places: [Place!] @external
        line: String @requires(fields: "place { city }")
        lines: [String] @requires(fields: "places { id city }")
        code: String @requires(fields: "place { ... on Home { zip } ... on Work { firm city } }")
      }
    `,
    people: /* GraphQL */ `
      type Query {
        person(id: ID!): Person
      }
      interface Place {
        id: ID!
        city: String
      }
      type Home implements Place @key(fields: "id") {
        id: ID!
        city: String
        zip: String
      }
      type Work implements Place @key(fields: "id") {
        id: ID!
        city: String
        firm: String
      }
      type Person @key(fields: "id") {
        id: ID!
        name: String
        place: Place
        places: [Place!]
      }
    `,
  },
  world: () => ({
    Query: { people, person: ({ id }: Row) => people.find((each) => each['id'] === id) ?? null },
    entities: [...people, home, work],
  }),
  computed: {
    'Person.line': ({ place }) => cityOf(place),
    'Person.lines': ({ places }) =>
      (places as Row[] | null)?.map((each) => `${String(each['id'])} ${String(each['city'])}`),
    'Person.code': ({ place }) => {
      // Another field may have required more of the same object: of a home only the zip is asked for.
      const { zip, firm, city } = (place as Row | null) ?? {};
      return typeof zip === 'string' ? zip : [firm, city].join(' ');
    },
  },
  operations: [
    '{ people { line } }',
    '{ people { lines place { __typename } } }',
    '{ people { code name } }',
    '{ person(id: "p1") { line code place { id ... on Home { zip } } } none: person(id: "p9") { code } }',
    {
      // What only the line requires of a home is not there, and the code does not need it.
      query: 'query ($yes: Boolean!) { people { code line @include(if: $yes) } }',
      variables: { yes: false },
    },
    '{ people { p: place { city } place { id } code lines } }',
    '{ person(id: "p2") { place { ... on Work { firm } } lines } }',
  ],
};

const price: Row = { __typename: 'Product', id: 'x1', price: 100, hasDiscount: true };
const dear: Row = { __typename: 'Product', id: 'x2', price: 900, hasDiscount: false };

/** What is required is itself required of others, over four subgraphs. */
export const requiresRequires: Topic = {
  name: 'requires of requires',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        product: Product
        products: [Product!]!
      }
      type Product @key(fields: "id") {
        id: ID!
        price: Float!
        hasDiscount: Boolean!
      }
    `,
    b: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        hasDiscount: Boolean! @external
        isDear: Boolean! @external
        isDearWithDiscount: Boolean! @requires(fields: "hasDiscount isDear")
      }
    `,
    c: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        price: Float! @external
        isDear: Boolean! @requires(fields: "price")
      }
    `,
    d: /* GraphQL */ `
      type Product @key(fields: "id") {
        id: ID!
        isDear: Boolean! @external
        isDearWithDiscount: Boolean! @external
        price: Float! @external
        canAfford: Boolean! @requires(fields: "isDear")
        canAffordAll: Boolean! @requires(fields: "isDearWithDiscount price")
      }
    `,
  },
  world: () => ({ Query: { product: price, products: [price, dear] }, entities: [price, dear] }),
  computed: {
    'Product.isDear': ({ price: amount }) => Number(amount) > 500,
    'Product.isDearWithDiscount': ({ isDear, hasDiscount }) =>
      isDear === true && hasDiscount === true,
    'Product.canAfford': ({ isDear }) => isDear === false,
    'Product.canAffordAll': (given) =>
      given['isDearWithDiscount'] === false && Number(given['price']) < 500,
  },
  operations: [
    '{ product { canAfford } }',
    '{ product { canAffordAll } }',
    '{ product { canAfford canAffordAll isDear } }',
    '{ products { canAffordAll canAfford isDearWithDiscount price hasDiscount } }',
    '{ a: products { canAffordAll } b: product { isDearWithDiscount } }',
  ],
};

import type { Row, Topic } from '../Topic.js';

const animals: readonly Row[] = [
  { __typename: 'Dog', id: 'd1', name: 'Rex', age: 3, bark: 'wau' },
  { __typename: 'Cat', id: 'c1', name: 'Tom', age: 5, purr: true },
];
const book: Row = { __typename: 'Book', id: 'b1', title: 'Emma', pages: 474, animals };
const film: Row = { __typename: 'Film', id: 'f1', title: 'M', minutes: 117 };

const animalTypes = /* GraphQL */ `
  interface Animal {
    id: ID!
    name: String
  }
  type Dog implements Animal @key(fields: "id") {
    id: ID! @shareable
    name: String @external
  }
  type Cat implements Animal @key(fields: "id") {
    id: ID! @shareable
    name: String @external
  }
`;

/** `@provides` through an interface, for all its types and for one of them. */
export const providesOnInterface: Topic = {
  name: 'provides on an interface',
  subgraphs: {
    a: /* GraphQL */ `
      ${animalTypes}
      type Query {
        book: Book @shareable
        own: Book @provides(fields: "animals { ... on Dog { name } }")
      }
      type Book @key(fields: "id") {
        id: ID!
        animals: [Animal] @external
      }
    `,
    b: /* GraphQL */ `
      ${animalTypes}
      type Query {
        book: Book @shareable @provides(fields: "animals { id name }")
      }
      type Book @key(fields: "id") {
        id: ID!
        animals: [Animal] @external
      }
    `,
    c: /* GraphQL */ `
      interface Animal {
        id: ID!
        name: String
      }
      type Book @key(fields: "id") {
        id: ID!
        animals: [Animal] @shareable
      }
      type Dog implements Animal @key(fields: "id") {
        id: ID!
        name: String @shareable
        age: Int
        bark: String
      }
      type Cat implements Animal @key(fields: "id") {
        id: ID!
        name: String @shareable
        age: Int
        purr: Boolean
      }
    `,
  },
  world: () => ({ Query: { book, own: book }, entities: [book, ...animals] }),
  operations: [
    '{ book { id animals { id name } } }',
    '{ book { animals { name ... on Dog { age } ... on Cat { purr } } } }',
    '{ own { animals { ... on Dog { name bark } ... on Cat { name } __typename } } }',
  ],
};

/** `@provides` for some members of a union. */
export const providesOnUnion: Topic = {
  name: 'provides on a union',
  subgraphs: {
    a: /* GraphQL */ `
      type Query {
        media: [Media] @shareable
      }
      union Media = Book | Film
      type Book @key(fields: "id") {
        id: ID!
      }
      type Film @key(fields: "id") {
        id: ID!
      }
    `,
    b: /* GraphQL */ `
      type Query {
        media: [Media] @shareable @provides(fields: "... on Book { title }")
        first: Media @provides(fields: "... on Film { title }")
      }
      union Media = Book | Film
      type Book @key(fields: "id") {
        id: ID!
        title: String @external
      }
      type Film @key(fields: "id") {
        id: ID!
        title: String @external
      }
    `,
    c: /* GraphQL */ `
      type Book @key(fields: "id") {
        id: ID!
        title: String @shareable
        pages: Int
      }
      type Film @key(fields: "id") {
        id: ID!
        title: String @shareable
        minutes: Int
      }
    `,
  },
  world: () => ({ Query: { media: [book, film], first: film }, entities: [book, film] }),
  operations: [
    '{ media { ... on Book { title } } }',
    '{ media { ... on Book { id title pages } ... on Film { title } } }',
    '{ first { ... on Film { title minutes } ... on Book { title } __typename } }',
  ],
};

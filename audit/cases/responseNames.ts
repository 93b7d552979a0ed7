import type { Row, Topic } from '../Topic.js';

function fail(): never {
  throw new Error('It does not work.');
}

const [ada, bob]: readonly [Row, Row] = [
  { __typename: 'Person', id: 'p1', name: 'Ada', nick: 'A', age: 36, rank: 1, town: fail },
  { __typename: 'Person', id: 'p2', name: 'Bob', nick: fail, age: 40, rank: 2, town: 'Ulm' },
];
const duo: Row = { __typename: 'Band', id: 'd1', name: 'Duo', nick: 'D', size: 2, rank: 3 };
const people = [ada, bob];
const firstOf = ({ first }: Row) => people.slice(0, Number(first));
const film: Row = {
  ...{ __typename: 'Film', id: 'f1', title: 'Metropolis', year: 1927, minutes: 153, views: 7 },
  ...{ likes: 70, lead: ada, second: bob, maker: ada, cast: firstOf, like: null },
};
const song: Row = {
  ...{ __typename: 'Song', id: 's1', title: 'Lied', year: 1828, bars: 32, views: 2 },
  ...{ likes: 20, lead: bob, second: ada, maker: duo, cast: firstOf, like: film },
};
const game: Row = {
  ...{ __typename: 'Game', id: 'g1', title: 'Go', year: -500, moves: 361, views: 9 },
  ...{ likes: 90, lead: ada, second: null, maker: null, like: song },
};

/** Objects of different types that are asked for different things under one name, which only other subgraphs know. */
export const responseNames: Topic = {
  name: 'one response name for several fields',
  subgraphs: {
    library: /* GraphQL */ `
      interface Media {
        id: ID!
        title: String!
        like: Media
      }
      interface Made {
        maker: Maker
        lead: Person
      }
      interface Maker {
        id: ID!
      }
      type Film implements Media & Made @key(fields: "id") {
        id: ID!
        title: String!
        minutes: Int
        lead: Person
        second: Person
        maker: Maker
        cast(first: Int!): [Person!]
        like: Media
      }
      type Song implements Media & Made @key(fields: "id") {
        id: ID!
        title: String!
        bars: Int
        lead: Person
        second: Person
        maker: Maker
        cast(first: Int!): [Person!]
        like: Media
      }
      type Game implements Media @key(fields: "id") {
        id: ID!
        title: String!
        moves: Int
        lead: Person
        second: Person
        like: Media
      }
      type Person implements Maker @key(fields: "id") {
        id: ID!
        rank: Int
      }
      type Band implements Maker @key(fields: "id") {
        id: ID!
        rank: Int
      }
      union Thing = Film | Song | Person
      type Query {
        library: [Media!]!
        made: [Made!]!
        things: [Thing]
      }
    `,
    people: /* GraphQL */ `
      type Person @key(fields: "id") {
        id: ID!
        name: String
        nick: String
        age: Int
        town: String!
      }
      type Band @key(fields: "id") {
        id: ID!
        name: String
        nick: String
        size: Int
      }
    `,
    numbers: /* GraphQL */ `
      type Film @key(fields: "id") {
        id: ID!
        title: String! @external
        year: Int
        views: Int
        likes: Int
        shout: String @requires(fields: "title")
      }
      type Song @key(fields: "id") {
        id: ID!
        title: String! @external
        year: Int
        views: Int
        likes: Int
        shout: String @requires(fields: "title")
      }
      type Game @key(fields: "id") {
        id: ID!
        year: Int
        views: Int
        likes: Int
      }
    `,
  },
  computed: Object.fromEntries(
    ['Film', 'Song'].map((type) => [
      `${type}.shout`,
      ({ title }: Row) => String(title).toUpperCase(),
    ]),
  ),
  world: () => ({
    Query: { library: [film, song, game], made: [film, song], things: [song, ada, null, film] },
    entities: [film, song, game, ...people, duo],
  }),
  operations: [
    '{ library { ... on Song { a: views } ... on Film { a: likes } ... on Game { a: year } } }',
    '{ library { ... on Song { a: lead { b: name } } ... on Film { a: second { b: nick } } } }',
    '{ library { ... on Song { lead { b: name } } ... on Film { lead { b: nick } } } }',
    '{ library { ... on Song { lead { b: age } } ... on Film { lead { b: rank } } ... on Game { lead { id } } } }',
    '{ library { ... on Song { cast(first: 1) { name } } ... on Film { cast(first: 2) { nick } } } }',
    '{ library { ... on Made { maker { id } } ... on Song { maker { ... on Band { b: name } } } ... on Film { maker { ... on Person { b: nick } } } } }',
    '{ library { like { title } ... on Song { like { ... on Film { a: views } } } ... on Game { like { ... on Song { a: likes } } } } }',
    '{ library { like { id } ... on Song { like { ... on Film { a: views } } } ... on Game { like { ... on Film { a: likes } ... on Song { a: likes } } } } }',
    '{ things { ... on Person { a: name } ... on Song { a: title b: shout } ... on Film { a: shout b: title } } }',
    '{ things { ...S ...F ...P } } fragment S on Song { c: lead { ...P } } fragment F on Film { c: second { b: nick } } fragment P on Person { b: name }',
    {
      query:
        'query ($a: Boolean!, $b: Boolean!) { library { ... on Song @include(if: $a) { a: lead @skip(if: $b) { b: name } } ... on Film @skip(if: $b) { a: second { b: nick @include(if: $a) c: age } } } }',
      variables: { a: true, b: false },
    },
    '{ __type(name: "Song") { ...T } library { ... on Song { a: lead { b: name } } ... on Film { a: second { b: nick } } } } fragment T on __Type { name ofType { name } }',
    '{ library { a: __typename ... on Song { b: __typename c: views } ... on Film { b: shout c: likes } } }',
    '{ library { ... on Song { __proto__: lead { constructor: name } } ... on Film { __proto__: second { constructor: nick } } } }',
    '{ library { ... on Song { a: lead { b: name } } ... on Film { a: second { b: nick } } ... on Game { a: lead { b: nick } } } }',
    '{ library { ... on Song { a: lead { b: name } } ... on Film { a: lead { town } } ... on Game { a: lead { b: age } } } }',
    '{ library { ... on Film { lead { name } } ... on Song { lead { town } } } }',
    '{ library { ... on Made { maker { id ... on Person { name } } } ... on Song { maker { ... on Person { town } } } } }',
    '{ made { lead { name } ... on Song { lead { town } } } }',
    '{ library { like { title ... on Film { views } } ... on Song { like { ... on Film { lead { town } } } } } }',
    '{ library { ... on Film { ... on Made { ... on Song { a: bars } } a: minutes } ... on Song { a: views } } }',
  ],
};

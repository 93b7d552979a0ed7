import type { Row, Topic } from '../Topic.js';

const rows: readonly Row[] = [
  { __typename: 'User', id: 'u1', kind: 'ADMIN', kinds: ['ADMIN', 'GUEST'], level: 'HIGH' },
  { __typename: 'User', id: 'u2', kind: 'GUEST', kinds: [], level: 'LOW' },
  { __typename: 'User', id: 'u3', kind: 'ROOT', kinds: ['GUEST', 'ROOT', 'ADMIN'], level: 'LOW' },
];

/** Enums of which callers see less than the subgraphs do: a hidden value is an error at its place, never an answer. */
export const enumIntersection: Topic = {
  name: 'enum intersection',
  subgraphs: {
    users: /* GraphQL */ `
      type Query {
        users: [User]
        user(id: ID!): User
        withKind(kind: Kind = GUEST): [User!]!
      }
      type User @key(fields: "id") {
        id: ID!
        kind: Kind
        kinds: [Kind]
      }
      enum Kind {
        ADMIN
        GUEST
        ROOT @inaccessible
      }
    `,
    levels: /* GraphQL */ `
      type Query {
        count(level: Level): Int
      }
      type User @key(fields: "id") {
        id: ID!
        level: Level!
        rank(of: Kind): Int
      }
      enum Level {
        HIGH
        LOW
      }
      enum Kind {
        ADMIN
        GUEST
        ROOT @inaccessible
      }
    `,
  },
  world: () => ({
    Query: {
      users: rows,
      user: ({ id }: Row) => rows.find((row) => row['id'] === id) ?? null,
      withKind: ({ kind }: Row) => rows.filter((row) => row['kind'] === kind),
      count: ({ level }: Row) => rows.filter((row) => row['level'] === level).length,
    },
    entities: rows,
  }),
  computed: { 'User.rank': ({ level }, { of }) => `${String(level)}${String(of)}`.length },
  operations: [
    '{ user(id: "u1") { kind kinds level } }',
    '{ users { id kind } }',
    '{ users { id kinds level } }',
    '{ withKind { id level } admins: withKind(kind: ADMIN) { id kind } }',
    '{ withKind(kind: ROOT) { id } }',
    { query: 'query ($kind: Kind) { withKind(kind: $kind) { id } }', variables: { kind: 'ADMIN' } },
    { query: 'query ($kind: Kind) { withKind(kind: $kind) { id } }', variables: { kind: 'ROOT' } },
    { query: 'query ($of: Kind = ADMIN) { users { rank(of: $of) } count(level: LOW) }' },
  ],
};

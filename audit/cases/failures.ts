import type { Row, Topic } from '../Topic.js';

function fail(): never {
  throw new Error('It does not work.');
}

const good: Row = {
  __typename: 'User',
  id: 'u1',
  name: 'Ada',
  nick: 'a',
  rank: 1,
  friends: () => [good, bad, null],
  best: () => bad,
};
const bad: Row = {
  __typename: 'User',
  id: 'u2',
  name: fail,
  nick: fail,
  rank: fail,
  friends: fail,
  best: () => null,
};
const empty: Row = {
  __typename: 'User',
  id: 'u3',
  name: 'Nil',
  nick: null,
  rank: null,
  friends: () => [],
  best: () => good,
};
const users: readonly Row[] = [good, bad, empty];

const usersOf = (nullability: string) => ({
  users: /* GraphQL */ `
    type Query {
      users: [User${nullability}]
      user(id: ID!): User
      must: User!
      broken: String
      brokenList: [User!]!
      lists: [[User${nullability}]]
    }
    type User @key(fields: "id") {
      id: ID!
      name: String
      best: User
    }
  `,
  extras: /* GraphQL */ `
    type User @key(fields: "id") {
      id: ID!
      nick: String
      rank: Int!
      friends: [User${nullability}]
    }
  `,
});
const world = () => ({
  Query: {
    users,
    user: ({ id }: Row) => users.find((each) => each['id'] === id) ?? null,
    ...{ must: empty, broken: fail, brokenList: fail, lists: [users, null, [empty, good]] },
  },
  entities: users,
});

/** Resolvers that throw: the error is at the path the caller asked for, and what is around it is answered. */
export const errorPaths: Topic = {
  name: 'errors with paths',
  subgraphs: usersOf(''),
  world,
  operations: [
    '{ broken users { id } }',
    '{ users { id name } }',
    '{ users { nick } }',
    '{ users { n: name k: nick friends { f: name } } }',
    '{ user(id: "u1") { friends { nick name } best { nick } } }',
    '{ a: user(id: "u2") { x: nick } b: user(id: "u2") { y: nick z: nick } }',
    '{ lists { nick id } }',
    '{ user(id: "u2") { ...F } b: broken } fragment F on User { friends { id } name }',
    '{ users { best { best { nick } name } } }',
  ],
};

/** What must not be null and is, at every depth and in lists: null goes up as far as it has to. */
export const nullPropagation: Topic = {
  name: 'null propagation',
  subgraphs: usersOf(''),
  world,
  operations: [
    '{ users { id rank } }',
    '{ user(id: "u1") { rank best { rank } } }',
    '{ user(id: "u3") { nick rank } other: user(id: "u1") { rank } }',
    '{ must { name rank } users { id } }',
    '{ brokenList { id } users { id } }',
    '{ lists { rank } }',
    '{ user(id: "u1") { friends { rank } } }',
  ],
};

export const nullPropagationInLists: Topic = {
  name: 'null propagation in lists of what must be',
  subgraphs: usersOf('!'),
  world: () => {
    const { Query, entities } = world();
    return { Query: { ...Query, users: [good, bad] }, entities };
  },
  operations: [
    '{ users { id rank } must { id } }',
    '{ lists { id rank } }',
    '{ user(id: "u1") { id friends { id } } }',
    '{ user(id: "u1") { nick best { friends { id } } friends { rank } } }',
  ],
};

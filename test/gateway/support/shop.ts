import { PlatformError } from '../../../platform/errors.js';
import { textScalar } from '../../../platform/graphql/scalars.js';
import type { Caller } from '../../../platform/identity.js';

// Two small subgraphs that share an entity, with the misbehaviour that tests ask for.

const people: Readonly<Record<string, string>> = { '1': 'Ada', '2': 'Grace', '3': 'Barbara' };

export const peopleSchema = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Address
  type Person @key(fields: "id") {
    id: ID!
    name: String!
    friends: [Person!]!
  }
  type Query {
    person(id: ID!): Person
    people: [Person]!
    whoAmI: String!
    broken: String
    refused: String
    slow: String
    byAddress(address: Address): String
  }
  type Mutation {
    rename(id: ID!, name: String!): Person
  }
`;

/** @param slow resolves when the field `slow` may answer. */
export function peopleResolvers(slow: () => Promise<void>): object {
  const person = (id: string) => (people[id] ? { __typename: 'Person', id } : null);
  return {
    Address: textScalar('Address'),
    Person: {
      __resolveReference: ({ id }: { id: string }) => person(id),
      name: ({ id }: { id: string }) => people[id],
      friends: ({ id }: { id: string }) =>
        Object.keys(people)
          .filter((other) => other !== id)
          .map(person),
    },
    Query: {
      person: (_: unknown, { id }: { id: string }) => person(id),
      people: () => [person('1'), null, person('2'), person('3')],
      whoAmI: (_: unknown, __: unknown, { caller }: { caller: Caller }) =>
        caller.email === undefined ? caller.name : `${caller.name} for ${caller.email}`,
      broken: () => {
        throw new Error('password=hunter2 at /srv/people.ts');
      },
      refused: () => {
        throw new PlatformError('INVALID_CURSOR', 'Expected a cursor of ours.', {
          details: { argument: 'after' },
        });
      },
      slow: async () => {
        await slow();
        return 'done';
      },
      byAddress: (_: unknown, { address }: { address?: string }) => address ?? 'none',
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...person(id), name }),
    },
  };
}

export const badgesSchema = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Person @key(fields: "id") {
    id: ID!
    badges: [String!]
    rank: Int
    level: Int!
  }
  type Query {
    topBadge: String
  }
`;

export const badgesResolvers: object = {
  Person: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    badges: ({ id }: { id: string }) => {
      if (id === '2') throw new PlatformError('INVALID_UUID', 'Expected id to be a UUID, got "2".');
      return [`badge of ${id}`];
    },
    rank: ({ id }: { id: string }) => Number(id),
    level: ({ id }: { id: string }) => Number(id),
  },
  Query: { topBadge: () => 'gold' },
};

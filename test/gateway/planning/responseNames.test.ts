import { expect, test } from '@jest/globals';
import { answerFrom } from './support/answer.js';

interface Key {
  readonly id: string;
}

const answer = answerFrom({
  library: {
    typeDefs: /* GraphQL */ `
      type Query {
        media: [Media!]!
      }
      interface Media {
        maker: Person
      }
      type Film implements Media {
        maker: Person
        lead: Person
      }
      type Song implements Media {
        maker: Person
        singer: Person
      }
      type Person @key(fields: "id") {
        id: ID!
      }
    `,
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Film', maker: { id: 'p1' }, lead: { id: 'p2' } },
          { __typename: 'Song', maker: { id: 'p3' }, singer: { id: 'p4' } },
        ],
      },
    },
  },
  people: {
    typeDefs: /* GraphQL */ `
      type Person @key(fields: "id") {
        id: ID!
        name: String
        nick: String
        town: String
      }
    `,
    resolvers: {
      Person: {
        name: ({ id }: Key) => `name of ${id}`,
        nick: ({ id }: Key) => `nick of ${id}`,
        town: ({ id }: Key) => {
          if (id === 'p3') throw new Error('Nobody may ask for this one.');
          return `town of ${id}`;
        },
      },
    },
  },
});

test('fields of different types are kept apart under one name, however deep they are', async () => {
  const source =
    '{ media { ... on Film { who: lead { is: name } } ... on Song { who: singer { is: nick } } } }';
  expect(await answer(source)).toEqual({
    data: { media: [{ who: { is: 'name of p2' } }, { who: { is: 'nick of p4' } }] },
  });
});

test('no object is asked for what is asked of objects of another type', async () => {
  const source = '{ media { maker { name } ... on Film { maker { town } } } }';
  expect(await answer(source)).toEqual({
    data: {
      media: [
        { maker: { name: 'name of p1', town: 'town of p1' } },
        { maker: { name: 'name of p3' } },
      ],
    },
  });
});

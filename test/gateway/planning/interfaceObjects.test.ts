import { expect, test } from '@jest/globals';
import { OperationPlanner } from '../../../gateway/planning/OperationPlanner.js';
import { answerFrom } from './support/answer.js';
import { compose } from './support/compose.js';

interface Sent {
  readonly id: string;
  readonly title?: string;
  readonly shout?: string;
}

/** What `labels` adds to every medium needs what `shouts` adds, which needs a field of the media. */
const subgraphs = {
  library: {
    typeDefs: /* GraphQL */ `
      type Query {
        media: [Media!]!
      }
      interface Media @key(fields: "id") {
        id: ID!
        title: String!
      }
      type Film implements Media @key(fields: "id") {
        id: ID!
        title: String!
      }
      type Song implements Media @key(fields: "id") {
        id: ID!
        title: String!
      }
    `,
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Film', id: 'f1', title: 'metropolis' },
          { __typename: 'Song', id: 's1', title: 'lied' },
        ],
      },
    },
  },
  shouts: {
    typeDefs: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        title: String! @external
        shout: String @requires(fields: "title")
      }
    `,
    resolvers: {
      Media: {
        __resolveReference: (sent: Sent) => sent,
        shout: ({ title }: Sent) => title?.toUpperCase(),
      },
    },
  },
  labels: {
    typeDefs: /* GraphQL */ `
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        shout: String @external
        label(end: String): String @requires(fields: "shout")
      }
    `,
    resolvers: {
      Media: {
        __resolveReference: (sent: Sent) => sent,
        label: ({ shout }: Sent, { end = '' }: { end?: string }) => `${String(shout)}${end}`,
      },
    },
  },
};

test('what an interface object needs of another one is asked for first', async () => {
  expect(await answerFrom(subgraphs)('{ media { __typename label } }')).toEqual({
    data: {
      media: [
        { __typename: 'Film', label: 'METROPOLIS' },
        { __typename: 'Song', label: 'LIED' },
      ],
    },
  });
});

test('objects of each type are asked for what the caller wants of that type', async () => {
  const answer = await answerFrom(subgraphs)(
    '{ media { ... on Film { a: label(end: "!") } ... on Song { a: label(end: "?") b: shout } } }',
  );
  expect(answer).toEqual({ data: { media: [{ a: 'METROPOLIS!' }, { a: 'LIED?', b: 'LIED' }] } });
});

test('the subgraph is asked of the interface, the only type it knows, by its own name', () => {
  const sdl = compose(
    Object.fromEntries(Object.entries(subgraphs).map(([name, { typeDefs }]) => [name, typeDefs])),
  );
  const plan = JSON.stringify(new OperationPlanner(sdl).plan('{ media { label } }', undefined));
  expect(plan).not.toMatch(/detached/);
  expect(plan).toMatch(/"serviceName":"labels"/);
  expect(plan).toMatch(/\.\.\.on Media\{label\}/);
});

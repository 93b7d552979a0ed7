import { expect, test } from '@jest/globals';
import { answerFrom } from './support/answer.js';

interface Sent {
  readonly id: string;
  readonly code?: { readonly one: string; readonly two: string };
  readonly name?: string;
}
const code = { one: '1', two: '2' };

test('a subgraph is called again by a key that it resolves, whichever stands first', async () => {
  const answer = answerFrom({
    names: {
      typeDefs: /* GraphQL */ `
        type Item @key(fields: "id") {
          id: ID!
          name: String!
        }
      `,
      resolvers: { Item: { __resolveReference: ({ id }: Sent) => ({ id, name: `item ${id}` }) } },
    },
    labels: {
      typeDefs: /* GraphQL */ `
        type Query {
          item: Item!
        }
        type Item
          @key(fields: "code { one }", resolvable: false)
          @key(fields: "id code { two }")
          @key(fields: "id", resolvable: false) {
          id: ID!
          code: Code!
          name: String! @external
          label: String! @requires(fields: "name")
        }
        type Code {
          one: ID!
          two: ID!
        }
      `,
      resolvers: {
        Query: { item: () => ({ id: 'i1', code }) },
        Item: {
          __resolveReference: (sent: Sent) => (sent.code?.two === '2' ? sent : null),
          label: ({ id, name }: Sent) => `${id}: ${String(name)}`,
        },
      },
    },
  });
  expect(await answer('{ item { label } }')).toEqual({
    data: { item: { label: 'i1: item i1' } },
  });
});

test('what no subgraph resolves is reported, unless the operation leaves it out', async () => {
  const answer = answerFrom({
    nodes: {
      typeDefs: /* GraphQL */ `
        type Query {
          node: Node
        }
        interface Node @key(fields: "id") {
          id: ID!
        }
      `,
      resolvers: {},
    },
    labels: {
      typeDefs: /* GraphQL */ `
        type Node @key(fields: "id", resolvable: false) @interfaceObject {
          id: ID!
          label: String
        }
      `,
      resolvers: {},
    },
  });
  await expect(answer('{ node { label } }')).rejects.toThrow('Expected a subgraph');
  expect(await answer('{ __typename node @skip(if: true) { label } }')).toEqual({
    data: { __typename: 'Query' },
  });
});

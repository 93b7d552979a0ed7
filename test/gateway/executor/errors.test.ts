import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Cancellation } from '../../../platform/Cancellation.js';
import { PlatformError } from '../../../platform/errors.js';
import type { SubgraphAnswer } from '../../../platform/graphql/SubgraphTransport.js';
import { TestGraph, type SentRequest, type SubgraphParts } from './support/TestGraph.js';

const people = /* GraphQL */ `
  type Person @key(fields: "id") {
    id: ID!
    name: String!
    nick: String
    friends: [Person!]!
  }
  type Query {
    person: Person
    people: [Person]!
    count: Int
    must: Int!
  }
  type Mutation {
    rename: Person
  }
`;
const badges = /* GraphQL */ `
  type Person @key(fields: "id") {
    id: ID!
    badges: [String!]
    rank: Int
    level: Int!
    title: String @requires(fields: "nick")
    nick: String @external
  }
  type Query {
    topBadge: String
  }
`;

type Answer = (request: SentRequest) => unknown;

/** Two subgraphs that answer whatever a test wants. */
function graphOf(answers: { people: Answer; badges?: Answer }): TestGraph {
  const part = (typeDefs: string, answer: Answer = () => ({})): SubgraphParts => ({
    typeDefs,
    answer: async (request) => ({ text: JSON.stringify(await answer(request)) }),
  });
  return new TestGraph({
    people: part(people, answers.people),
    badges: part(badges, answers.badges),
  });
}

const person = (id: string) => ({ __typename: 'Person', id, name: `name of ${id}` });
const gone = () => {
  throw new PlatformError('SUBGRAPH_UNAVAILABLE', 'Expected an answer from badges; it is away.', {
    details: { subgraph: 'badges' },
  });
};

describe('an error that a subgraph reports', () => {
  test('keeps message, code and details, and loses what tells about the inside', async () => {
    const errors = [
      {
        message: 'No.',
        path: ['other'],
        locations: [{ line: 1, column: 1 }],
        extensions: { code: 'X', argument: 'a', stacktrace: ['at'], exception: {}, http: {} },
      },
    ];
    const graph = graphOf({ people: () => ({ data: { other: null }, errors }) });
    const answer = await graph.ask('{ other: count }');
    expect(answer.data).toEqual({ other: null });
    expect(answer.errors).toEqual([
      { message: 'No.', path: ['other'], extensions: { code: 'X', argument: 'a' } },
    ]);
  });

  test('is given a code if it has none', async () => {
    const graph = graphOf({
      people: () => ({ data: { count: null }, errors: [{ message: '', path: ['count'] }] }),
    });
    expect((await graph.ask('{ count }')).errors).toEqual([
      {
        message: 'Error while fetching subquery from service "people"',
        path: ['count'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
      },
    ]);
  });

  test('about an entity is told at every place that the entity is for', async () => {
    const graph = graphOf({
      people: () => ({ data: { people: [person('1'), null, person('2'), person('1')] } }),
      badges: () => ({
        data: { _entities: [{ won: null }, { won: ['b'] }] },
        errors: [{ message: 'Bad.', path: ['_entities', 0, 'won'], extensions: { code: 'B' } }],
      }),
    });
    const { data, errors, sent } = await graph.ask('{ people { won: badges } }');
    expect(data).toEqual({ people: [{ won: null }, null, { won: ['b'] }, { won: null }] });
    expect(errors.map(({ path }) => path)).toEqual([
      ['people', 0, 'won'],
      ['people', 3, 'won'],
    ]);
    expect(sent[1]?.variables['representations']).toHaveLength(2);
  });

  test('about a field that only the plan needs is one of the object that it belongs to', async () => {
    const graph = graphOf({
      people: () => ({
        data: { person: { ...person('1'), nick: null } },
        errors: [{ message: 'No nick.', path: ['person', 'nick'], extensions: { code: 'N' } }],
      }),
      badges: () => ({ data: { _entities: [{ title: null }] } }),
    });
    const { errors } = await graph.ask('{ person { title } }');
    expect(errors).toEqual([{ message: 'No nick.', path: ['person'], extensions: { code: 'N' } }]);
  });

  test('takes with it what may not be null, and is told once', async () => {
    const graph = graphOf({
      people: () => ({ data: { people: [person('1'), person('2')] } }),
      badges: () => ({
        data: { _entities: [null, { badges: [], level: 2 }] },
        errors: [{ message: 'No.', path: ['_entities', 0, 'level'], extensions: { code: 'L' } }],
      }),
    });
    const { data, errors } = await graph.ask('{ people { name badges level } }');
    expect(data).toEqual({ people: [null, { name: 'name of 2', badges: [], level: 2 }] });
    expect(errors).toEqual([
      { message: 'No.', path: ['people', 0, 'level'], extensions: { code: 'L' } },
    ]);
  });

  test('stays an error if all of the answer is null', async () => {
    const graph = graphOf({
      people: () => ({ data: null, errors: [{ message: 'No.', path: ['must'] }] }),
    });
    const { text, errors } = await graph.ask('{ must }');
    expect([text, errors.map(({ path }) => path)]).toEqual(['null', [['must']]]);
  });

  test('without a path is one of every field that was asked for', async () => {
    const graph = graphOf({
      people: () => ({ errors: [{ message: 'Never.', extensions: { code: 'FORBIDDEN' } }] }),
    });
    const { data, errors } = await graph.ask('{ count again: person { name } }');
    expect(data).toEqual({ count: null, again: null });
    expect(errors).toEqual(
      [['count'], ['again']].map((path) => ({
        message: 'Never.',
        path,
        extensions: { code: 'FORBIDDEN' },
      })),
    );
  });
});

describe('a call that fails as a whole', () => {
  test('is an error at each field that was fetched, and at none that only the plan needs', async () => {
    const graph = graphOf({
      people: () => ({ data: { people: [person('1'), null, person('2')] } }),
      badges: gone,
    });
    const { data, errors } = await graph.ask('{ topBadge people { name badges at: rank } }');
    const lost = (id: string) => ({ name: `name of ${id}`, badges: null, at: null });
    expect(data).toEqual({ topBadge: null, people: [lost('1'), null, lost('2')] });
    expect(errors.map(({ path }) => path?.join('.')).sort()).toEqual([
      'people.0.at',
      'people.0.badges',
      'people.2.at',
      'people.2.badges',
      'topBadge',
    ]);
    for (const { message, extensions } of errors) {
      expect(message).toBe('Expected an answer from badges; it is away.');
      expect(extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'badges' });
    }
  });

  test.each<[string, Answer]>([
    ['throws', () => Promise.reject(new TypeError('secret'))],
    ['answers something else', () => ({ hello: 'world' })],
    ['answers a list', () => []],
    ['answers no data', () => ({ data: null })],
    ['answers other entities', () => ({ data: { _entities: [] } })],
    ['answers no entities', () => ({ data: {} })],
    [
      'does not believe the gateway',
      () => ({ errors: [{ message: 'Who?', extensions: { code: 'UNAUTHENTICATED' } }] }),
    ],
    ['answers errors of no shape', () => ({ data: {}, errors: ['?'] })],
  ])('is one whose subgraph %s', async (_what, answer) => {
    const graph = graphOf({ people: () => ({ data: { person: person('1') } }), badges: answer });
    const { data, errors } = await graph.ask('{ person { name rank } }');
    expect(data).toEqual({ person: { name: 'name of 1', rank: null } });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.path).toEqual(['person', 'rank']);
    expect(errors[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'badges' });
    expect(errors[0]?.message).not.toContain('secret');
  });
});

describe('what is missing without a word of a subgraph', () => {
  const incomplete = { code: 'INCOMPLETE_ANSWER' };

  test('is an error where the schema promises it', async () => {
    const graph = graphOf({
      people: () => ({ data: { person: person('1') } }),
      badges: () => ({ data: { _entities: [null] } }),
    });
    const { data, errors } = await graph.ask('{ person { name at: level } }');
    expect(data).toEqual({ person: null });
    expect(errors).toEqual([
      {
        message: 'Cannot return null for non-nullable field Person.at.',
        path: ['person', 'at'],
        extensions: incomplete,
      },
    ]);
  });

  test('is no error where a subgraph does not know the object and null is a value', async () => {
    const graph = graphOf({
      people: () => ({ data: { person: person('1') } }),
      badges: () => ({ data: { _entities: [null] } }),
    });
    const { data, errors } = await graph.ask('{ person { name rank } }');
    expect([data, errors]).toEqual([{ person: { name: 'name of 1', rank: null } }, []]);
  });

  test('is an error where a subgraph leaves it out', async () => {
    const graph = graphOf({ people: () => ({ data: { person: { name: 'Ada' } } }) });
    const { data, errors } = await graph.ask('{ kind: __typename person { name nick } count }');
    expect(data).toEqual({ kind: 'Query', person: { name: 'Ada', nick: null }, count: null });
    expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['person', 'nick'], incomplete],
      [['count'], incomplete],
    ]);
  });

  test.each<[string, string, unknown, unknown, string, (string | number)[]]>([
    ['no integer', '{ count }', { count: 1.5 }, { count: null }, 'field Query.count', ['count']],
    [
      'no text',
      '{ person { nick } }',
      { person: { nick: 1 } },
      { person: { nick: null } },
      'field Person.nick',
      ['person', 'nick'],
    ],
    [
      'no object',
      '{ person { nick } }',
      { person: 'x' },
      { person: null },
      'field Query.person',
      ['person'],
    ],
    ['no list', '{ people { nick } }', { people: {} }, null, 'field Query.people', ['people']],
    [
      'too large',
      '{ count }',
      { count: 2_147_483_648 },
      { count: null },
      'field Query.count',
      ['count'],
    ],
  ])('or %s, is null and an error', async (_what, query, came, data, place, path) => {
    const graph = graphOf({ people: () => ({ data: came, extensions: {} }) });
    // Read, and not handed on unread: what is wrong with it is said.
    const answer = await graph.ask(`${query.slice(0, -1)} kind: __typename }`);
    expect(answer.data).toEqual(data && { ...data, kind: 'Query' });
    expect(answer.errors).toEqual([
      { message: `Invalid value found for ${place}.`, path, extensions: incomplete },
    ]);
  });
});

test('what subgraphs tell beside their data is noted', async () => {
  const noted: unknown[] = [];
  const graph = graphOf({
    people: () => ({ data: { person: person('1') }, extensions: { freshness: 1 } }),
    badges: () => ({ data: { _entities: [{ rank: 1 }] }, extensions: { freshness: 2 } }),
  });
  await graph.ask('{ person { rank } }', {}, { note: (extensions) => noted.push(extensions) });
  expect(noted).toEqual([{ freshness: 1 }, { freshness: 2 }]);
});

test('an answer in memory is as good as a text', async () => {
  const answer: SubgraphAnswer = {
    data: { count: 1, must: null },
    errors: [new GraphQLError('No.', { path: ['must'] }).toJSON()],
  };
  const graph = new TestGraph({ people: { typeDefs: people, answer: () => ({ answer }) } });
  const { text, errors } = await graph.ask('{ count must }');
  expect([text, errors.map(({ path }) => path)]).toEqual(['null', [['must']]]);
});

test('a call that ends because nobody waits any more says nothing about the subgraph', async () => {
  const signal = new Cancellation();
  let isLeft = false;
  const graph = new TestGraph({
    people: {
      typeDefs: people,
      answer: () => {
        if (isLeft) signal.abort();
        return Promise.reject(new Error('The connection was closed.'));
      },
    },
  });
  await graph.ask('{ count }', {}, { signal });
  expect(graph.unavailable).toEqual(['people']);
  isLeft = true;
  await graph.ask('{ count }', {}, { signal });
  expect(graph.unavailable).toEqual(['people']);
});

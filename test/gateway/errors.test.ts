import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SubgraphAnswer } from '../../platform/graphql/SubgraphTransport.js';
import { createHash } from 'node:crypto';
import { ask, codes, post } from './support/ask.js';
import { startShop, type Shop } from './support/startShop.js';

describe.each(['memory', 'http'] as const)('errors, with subgraphs over %s', (over) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await startShop({ over });
  });
  afterAll(() => shop.stop());

  test('an answer is joined from both subgraphs', async () => {
    const { status, data, errors } = await ask(
      shop.url,
      '{ person(id: 1) { name rank } topBadge }',
    );
    expect({ status, data, errors }).toEqual({
      status: 200,
      data: { person: { name: 'Ada', rank: 1 }, topBadge: 'gold' },
      errors: [],
    });
  });

  test('an error of a subgraph keeps its message, code, details and path, and nothing else', async () => {
    const { data, errors } = await ask(shop.url, '{ again: refused topBadge }');
    expect(data).toEqual({ again: null, topBadge: 'gold' });
    expect(errors).toEqual([
      {
        message: 'Expected a cursor of ours.',
        path: ['again'],
        extensions: { code: 'INVALID_CURSOR', argument: 'after' },
      },
    ]);
  });

  test('an error inside an entity is at the place the caller knows, also in a list with a hole', async () => {
    const { data, errors } = await ask(shop.url, '{ people { id won: badges } }');
    expect(data).toEqual({
      people: [
        { id: '1', won: ['badge of 1'] },
        null,
        { id: '2', won: null },
        { id: '3', won: ['badge of 3'] },
      ],
    });
    expect(errors).toEqual([
      {
        message: 'Expected id to be a UUID, got "2".',
        path: ['people', 2, 'won'],
        extensions: { code: 'INVALID_UUID' },
      },
    ]);
  });

  test('an unexpected failure of a subgraph is masked, and carries the trace id to ask about', async () => {
    const answer = await ask(shop.url, '{ broken }', {
      headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });
    expect(JSON.stringify(answer.errors)).not.toMatch(/hunter2|srv/);
    expect(answer.errors).toEqual([
      {
        message: 'Something went wrong here; the log has the details under the trace id.',
        path: ['broken'],
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          traceId: '0af7651916cd43dd8448eb211c80319c',
        },
      },
    ]);
  });

  test('a value that a subgraph cannot read is the fault of the caller', async () => {
    const answer = await ask(shop.url, 'query ($a: Address) { byAddress(address: $a) }', {
      variables: { a: { street: 1 } },
    });
    expect(answer.data).toEqual({ byAddress: null });
    expect(answer.errors).toEqual([
      {
        message: expect.stringContaining('Expected Address to be a string, got object.'),
        path: ['byAddress'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  test('unknown fields and wrong variables are refused before any subgraph is asked', async () => {
    const before = shop.sent.length;
    const unknown = await ask(shop.url, '{ nothing }');
    const wrong = await ask(shop.url, 'query ($id: ID!) { person(id: $id) { name } }');
    expect([unknown.status, codes(unknown)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    expect([wrong.status, codes(wrong)]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(shop.sent).toHaveLength(before);
  });

  test('an operation name that is not in the document is refused with a code', async () => {
    const answer = await ask(shop.url, 'query A { topBadge } query B { topBadge }');
    expect([answer.status, codes(answer)]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE']]);
  });
});

describe.each(['memory', 'http'] as const)('a persisted query, with subgraphs over %s', (over) => {
  test('is asked for by its hash, registered once, and refused under a wrong hash', async () => {
    const shop = await startShop({ over });
    try {
      const query = '{ topBadge }';
      const hash = (text: string) => createHash('sha256').update(text).digest('hex');
      const send = (body: object) => post(shop.url, JSON.stringify(body));
      const persistedQuery = { version: 1, sha256Hash: hash(query) };

      const unknown = await send({ extensions: { persistedQuery } });
      expect([unknown.status, codes(unknown)]).toEqual([200, ['PERSISTED_QUERY_NOT_FOUND']]);
      await send({ query, extensions: { persistedQuery } });
      const known = await send({ extensions: { persistedQuery } });
      expect(known.data).toEqual({ topBadge: 'gold' });
      const wrong = await send({ query: '{ __typename }', extensions: { persistedQuery } });
      expect([wrong.status, codes(wrong)]).toEqual([400, ['BAD_REQUEST']]);
    } finally {
      await shop.stop();
    }
  });
});

test('what a subgraph leaves out although the schema promises it is an error, not a silent null', async () => {
  const answers: Readonly<Record<string, SubgraphAnswer>> = {
    people: { data: { person: { __typename: 'Person', id: '1', name: 'Ada' } } },
    badges: { data: { _entities: [null] } },
  };
  const shop = await startShop({
    over: 'memory',
    transportFor: (name) => ({
      execute: () => Promise.resolve(answers[name] ?? {}),
      exchange: () => Promise.resolve({ answer: answers[name] ?? {} }),
      ready: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
  });
  try {
    const { data, errors, extensions } = await ask(
      shop.url,
      '{ person(id: 1) { name at: level } }',
    );
    expect({ data, extensions }).toEqual({ data: { person: null }, extensions: undefined });
    expect(errors).toEqual([
      {
        message: 'Cannot return null for non-nullable field Person.at.',
        path: ['person', 'at'],
        extensions: { code: 'INCOMPLETE_ANSWER' },
      },
    ]);
  } finally {
    await shop.stop();
  }
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import { PlatformError } from '../../../platform/errors.js';
import { httpTransport } from '../../../platform/graphql/httpTransport.js';
import { textScalar } from '../../../platform/graphql/scalars.js';
import { serveGraphql } from '../../../platform/graphql/serveGraphql.js';
import { Subgraph } from '../../../platform/graphql/Subgraph.js';
import type { SubgraphTransport } from '../../../platform/graphql/SubgraphTransport.js';
import { createHttpApp } from '../../../platform/http/createHttpApp.js';
import { listen } from '../../../platform/http/listen.js';
import { InternalIdentity, type Caller } from '../../../platform/identity.js';
import { Closings } from '../../../platform/lifecycle.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar UUID
  type Thing @key(fields: "id") {
    id: ID!
  }
  type Query {
    who: String
    refused: String
    broken: String
    take(id: UUID): String
    thing: Thing
  }
`;
const resolvers = {
  UUID: textScalar('UUID'),
  Thing: { __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : { id }) },
  Query: {
    who: (_: unknown, __: unknown, { caller }: { caller: Caller }) => caller.name,
    refused: () => {
      throw new PlatformError('INVALID_CURSOR', 'Expected a cursor.', {
        details: { argument: 'after' },
      });
    },
    broken: () => {
      throw new TypeError('secret details');
    },
    take: (_: unknown, { id }: { id: string }) => id,
  },
};

const metrics = createMetrics();
const logger = createLogger({ name: 'test', level: 'silent' });
const identity = new InternalIdentity('a secret for tests only', systemClock);
const closings = new Closings();
const transports: Record<string, SubgraphTransport> = {};

beforeAll(async () => {
  const subgraph = new Subgraph({
    name: 'things',
    typeDefs,
    resolvers,
    contextFor: (caller) => ({ caller }),
    identity,
    logger,
    metrics,
  });
  await subgraph.apollo.start();
  closings.add(() => subgraph.apollo.stop());
  const app = createHttpApp({
    name: 'things',
    logger,
    metrics,
    bodyLimitBytes: 10_000,
    readyChecks: [],
  });
  serveGraphql(app, subgraph.apollo, ({ headers }) => subgraph.contextFrom(headers));
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  closings.add(() => listening.stop());
  transports['memory'] = subgraph.memoryTransport();
  transports['http'] = httpTransport({
    name: 'things',
    url: `${listening.url}/graphql`,
    timeoutMs: 5_000,
  });
  closings.add(() => transports['http']?.stop());
});
afterAll(() => closings.run());

describe.each(['memory', 'http'])('a subgraph over %s', (way) => {
  const execute = (query: string, variables = {}) => {
    const transport = transports[way];
    if (!transport) throw new Error(`There is no way over ${way}.`);
    return transport.execute({ query, variables, headers: identity.sign({ name: 'intranet' }) });
  };

  test('is ready', async () => {
    await expect(transports[way]?.ready()).resolves.toBeUndefined();
  });

  test('knows the caller that the gateway vouches for', async () => {
    expect((await execute('{ who }')).data).toEqual({ who: 'intranet' });
  });

  test('answers coded errors as they are and masks the others, beside the data', async () => {
    const { data, errors = [] } = await execute('{ who refused broken }');
    expect(data).toEqual({ who: 'intranet', refused: null, broken: null });
    expect(errors.map(({ message, path, extensions }) => ({ message, path, extensions }))).toEqual([
      {
        message: 'Expected a cursor.',
        path: ['refused'],
        extensions: { code: 'INVALID_CURSOR', argument: 'after' },
      },
      {
        message: 'Something went wrong here; the log has the details under the trace id.',
        path: ['broken'],
        // In memory outside of a request there is no trace to name.
        extensions: expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }),
      },
    ]);
  });

  test('resolves entities in their order, with null for those it does not know', async () => {
    const representations = ['a', 'none', 'b'].map((id) => ({ __typename: 'Thing', id }));
    const { data } = await execute(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { id } } }',
      { representations },
    );
    expect(data).toEqual({ _entities: [{ id: 'a' }, null, { id: 'b' }] });
  });

  test.each([
    ['an unknown field', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['no GraphQL', '{', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a number as a text', 'query ($id: UUID) { take(id: $id) }', { id: 1 }, 'BAD_USER_INPUT'],
  ])('answers %s with a code and without data', async (_what, query, variables, code) => {
    const { data, errors } = await execute(query, variables);
    expect([data, errors?.map(({ extensions }) => extensions?.['code'])]).toEqual([
      undefined,
      [code],
    ]);
  });
});

test('over HTTP nobody is answered without a voucher of the gateway', async () => {
  const stranger = await transports['http']?.execute({ query: '{ who }', headers: {} });
  expect(stranger?.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});

test('in memory nobody is answered without a voucher either', async () => {
  await expect(transports['memory']?.execute({ query: '{ who }', headers: {} })).rejects.toThrow(
    PlatformError,
  );
});

test('operations are counted by type and outcome', async () => {
  const text = await metrics.registry.metrics();
  expect(text).toMatch(
    /graphql_operations_total\{server="things",type="query",outcome="ok"\} [1-9]/,
  );
  expect(text).toMatch(
    /graphql_operations_total\{server="things",type="query",outcome="errors"\} [1-9]/,
  );
});

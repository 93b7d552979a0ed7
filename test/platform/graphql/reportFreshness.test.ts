import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Freshness } from '../../../platform/cache/Freshness.js';
import { reportFreshness } from '../../../platform/graphql/reportFreshness.js';
import { Subgraph } from '../../../platform/graphql/Subgraph.js';
import { InternalIdentity } from '../../../platform/identity.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { ManualClock } from '../../support/ManualClock.js';
import { openCache, type OpenCache } from '../cache/openCaches.js';

const typeDefs = /* GraphQL */ `
  directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
  type Query {
    cached: String @cacheControl(maxAge: 3600)
    torn: String @cacheControl(maxAge: 3600)
    undeclared: String
    constant: String @cacheControl(maxAge: 3600)
    failing: String @cacheControl(maxAge: 3600)
  }
`;

const clock = new ManualClock();
let opened: OpenCache;
let subgraph: Subgraph<Context>;

interface Context {
  readonly freshness: Freshness;
}

async function read(_: unknown, __: unknown, { freshness }: Context) {
  const cached = { key: 'a', tags: ['list', 'schema'], softTtlMs: 60_000, hardTtlMs: 120_000 };
  const came = await opened.cache.get(cached, () => Promise.resolve('value'));
  return freshness.of('cached', came);
}

async function readTorn(...[parent, args, context]: Parameters<typeof read>) {
  await read(parent, args, context);
  await opened.cache.invalidate(['list']);
  return read(parent, args, context);
}

beforeEach(async () => {
  opened = openCache({ clock });
  const fail = () => {
    throw new Error('failed');
  };
  const query = { undeclared: read, constant: () => 'x', failing: fail };
  subgraph = new Subgraph({
    ...{ name: 'test', typeDefs, plugins: [reportFreshness()] },
    resolvers: { Query: { cached: read, torn: readTorn, ...query } },
    contextFor: () => ({ freshness: new Freshness() }),
    identity,
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics: createMetrics(),
  });
  await subgraph.apollo.start();
});
afterEach(async () => {
  await subgraph.apollo.stop();
  await opened.stop();
});

const identity = new InternalIdentity('a secret for tests only', clock);

async function ask(query: string) {
  const headers = { ...identity.sign({ name: 'local' }) };
  const body = JSON.stringify({ query });
  const reply = await subgraph.memoryTransport().exchange(body, { headers, isQuery: true });
  if (!('answer' in reply)) throw new Error('Expected an answer that is there.');
  return { cacheControl: reply.cacheControl, freshness: reply.answer.extensions?.['freshness'] };
}

const generations = { list: expect.any(String), schema: expect.any(String) };

test('an answer made of a cached value may be kept for as long as that is fresh, under its generations', async () => {
  const first = { ageMs: 0, stale: [], generations };
  expect(await ask('{ cached }')).toEqual({ cacheControl: 'max-age=60, public', freshness: first });
  clock.advance(12_500);
  const later = { ageMs: 12_500, stale: [], generations };
  expect(await ask('{ cached }')).toEqual({ cacheControl: 'max-age=47, public', freshness: later });
});

test.each([
  ['a part is not declared', '{ cached undeclared }'],
  ['a part failed', '{ cached failing }'],
])('an answer may not be kept if %s, and names no generations', async (_what, query) => {
  const freshness = { ageMs: 0, stale: [] };
  expect(await ask(query)).toEqual({ cacheControl: 'no-store', freshness });
});

test('an answer that was not read through the cache may not be kept: nobody would tell when it ends', async () => {
  expect(await ask('{ constant }')).toEqual({ cacheControl: 'no-store', freshness: undefined });
});

test('an answer with a stale part may not be kept', async () => {
  await ask('{ cached }');
  clock.advance(60_000);
  expect(await ask('{ cached }')).toMatchObject({
    cacheControl: 'no-store',
    freshness: { stale: [{ field: 'cached' }] },
  });
});

test('an answer whose parts were read on both sides of an invalidation may not be kept', async () => {
  expect(await ask('{ torn }')).toEqual({
    cacheControl: 'no-store',
    freshness: { ageMs: 0, stale: [] },
  });
});

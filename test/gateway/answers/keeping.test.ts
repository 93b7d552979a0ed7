import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { metric } from '../../support/metric.js';
import { Declaring } from './Declaring.js';

const ofOne = '{ one }';
const ofBoth = '{ one two }';

let graph: Declaring;
beforeAll(async () => {
  graph = await Declaring.start();
});
beforeEach(() => {
  graph.declare('max-age=60, public');
});
afterAll(() => graph.stop());

describe('An answer', () => {
  test('that a subgraph allows to keep is given again, as it was, and says its age', async () => {
    const operation = await graph.prepared(ofOne);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const miss = await graph.ask(operation, 'intranet', { traceparent });
    const asked = graph.one.asked;
    graph.clock.advance(12_900);
    const hit = await graph.ask(operation, 'intranet', { traceparent });
    const { date } = hit.headers;
    expect(hit).toEqual({ ...miss, headers: { ...miss.headers, date, age: '12' } });
    expect(hit.body).toBe(`{"data":{"one":"“one” ${String(asked)}"}}`);
    expect(graph.one.asked).toBe(asked);
  });

  test('is given in the media type that each asks for', async () => {
    const operation = await graph.kept(ofOne, 'max-age=60, public');
    const asked = graph.one.asked;
    const accept = 'application/graphql-response+json';
    const hit = await graph.ask(operation, 'intranet', { accept });
    expect(hit.headers['content-type']).toBe(`${accept}; charset=utf-8`);
    expect(graph.one.asked).toBe(asked);
  });

  test('is kept for the shortest time that any subgraph allows, less the age it came with', async () => {
    const operation = await graph.prepared(ofBoth);
    graph.two.headers = { 'cache-control': 'public, max-age=30', age: '10' };
    expect((await graph.ask(operation)).headers['age']).toBe('10');
    graph.clock.advance(19_999);
    const asked = graph.two.asked;
    expect((await graph.ask(operation)).headers['age']).toBe('29');
    expect(graph.two.asked).toBe(asked);
    graph.clock.advance(1);
    expect(await graph.askedFor(operation)).toBe(2);
  });

  test.each([
    ['says nothing', {}],
    ['says no-store', { 'cache-control': 'no-store' }],
    ['says no-cache', { 'cache-control': 'max-age=60, no-cache' }],
    ['says 0', { 'cache-control': 'max-age=0, public' }],
    ['makes no sense', { 'cache-control': 'max-age=long' }],
    ['makes no sense of its age', { 'cache-control': 'max-age=60, public', age: 'old' }],
  ])('of which one subgraph %s is not kept', async (_what, headers) => {
    graph.two.headers = headers;
    const operation = await graph.prepared(ofBoth);
    expect(await graph.askedFor(operation)).toBe(2);
    expect(await graph.askedFor(operation)).toBe(2);
  });

  test.each([
    ['with errors', '{ one oneBroken }'],
    ['of a mutation', 'mutation { oneChange }'],
  ])('%s is not kept', async (_what, query) => {
    const operation = await graph.kept(query, 'max-age=60, public');
    expect(await graph.askedFor(operation)).toBe(1);
  });

  test('with a stale part is not kept', async () => {
    const stale = [{ field: 'one', ageMs: 70_000, reason: 'UPSTREAM_FAILED' }];
    const freshness = { ageMs: 70_000, stale };
    const operation = await graph.kept(ofOne, 'max-age=60, public', { freshness });
    expect(await graph.askedFor(operation)).toBe(1);
  });

  test('that no subgraph was asked for is not kept', async () => {
    const before = await metric(graph.url, 'gateway_answer_cache_entries');
    await graph.kept('{ __typename }', 'max-age=60, public');
    expect(await metric(graph.url, 'gateway_answer_cache_entries')).toBe(before);
  });

  test('to other variables is another one', async () => {
    const query = 'query ($n: Int) { one(n: $n) }';
    const [one, two] = [1, 2].map((n) => ({ query, variables: { n } }));
    await graph.ask(one ?? {});
    await graph.ask(one ?? {});
    expect(await graph.askedFor(two ?? {})).toBe(1);
    expect(await graph.askedFor(two ?? {})).toBe(0);
    expect(await graph.askedFor(one ?? {})).toBe(0);
  });

  test('that names generations is not kept where nobody could hear of their end, and does not show them', async () => {
    const freshness = { ageMs: 5, stale: [], generations: { pages: 'g1' } };
    const operation = await graph.kept(ofOne, 'max-age=60, public', { freshness });
    expect(await graph.askedFor(operation)).toBe(1);
    expect((await graph.ask(operation)).body).not.toContain('g1');
  });
});

describe('An answer to one caller', () => {
  test('is given to others who may see the same, if it is public', async () => {
    const operation = await graph.kept(ofOne, 'max-age=60, public');
    expect(await graph.askedFor(operation, 'mobile')).toBe(0);
    expect(await graph.askedFor(operation, 'admin')).toBe(1);
  });

  test.each(['max-age=60, private', 'max-age=60'])(
    'is given to nobody else if it is "%s"',
    async (cacheControl) => {
      const operation = await graph.kept(ofOne, cacheControl);
      expect(await graph.askedFor(operation, 'mobile')).toBe(1);
      expect(await graph.askedFor(operation, 'intranet')).toBe(0);
    },
  );

  test('is given to nobody who is not known', async () => {
    const operation = await graph.kept(ofOne, 'max-age=60, public');
    const refused = await graph.ask(operation, 'intranet', { authorization: 'Bearer guessed' });
    expect(refused.status).toBe(401);
  });
});

test('a hit is counted as any other request, and hits, misses, bytes and entries are told', async () => {
  const operation = await graph.prepared(ofOne);
  const count = async () => ({
    requests: await metric(graph.url, 'http_request_duration_seconds_count', {
      ...{ server: 'gateway', method: 'POST', route: '/graphql', status: '200' },
    }),
    operations: await metric(graph.url, 'graphql_operations_total', { outcome: 'ok' }),
    short: await metric(graph.url, 'gateway_lane_requests_total', { lane: 'short' }),
    hits: await metric(graph.url, 'gateway_answer_cache_requests_total', { outcome: 'hit' }),
    misses: await metric(graph.url, 'gateway_answer_cache_requests_total', { outcome: 'miss' }),
    entries: await metric(graph.url, 'gateway_answer_cache_entries'),
    bytes: await metric(graph.url, 'gateway_answer_cache_bytes'),
  });
  const before = await count();
  for (let time = 1; time <= 3; time += 1) await graph.ask(operation);
  const after = await count();
  expect(after).toEqual({
    ...{ requests: before.requests + 3, operations: before.operations + 3 },
    ...{ short: before.short + 3, hits: before.hits + 2, misses: before.misses + 1 },
    ...{ entries: before.entries + 1, bytes: expect.any(Number) },
  });
  expect(after.bytes).toBeGreaterThan(before.bytes + 30);
});

test('what a subgraph answers that is not told who asks is for all who may see the same', async () => {
  const foreign = await Declaring.start({ identity: undefined });
  const operation = await foreign.kept(ofOne, 'max-age=60');
  expect(await foreign.askedFor(operation, 'mobile')).toBe(0);
  await foreign.stop();
});

test('nothing is kept where keeping is switched off', async () => {
  const without = await Declaring.start({ answerCacheMaxBytes: 0 });
  const operation = await without.kept(ofOne, 'max-age=60, public');
  expect(await without.askedFor(operation)).toBe(1);
  await without.stop();
});

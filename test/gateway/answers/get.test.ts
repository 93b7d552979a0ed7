import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Declaring, newOperation } from './Declaring.js';

let graph: Declaring;
beforeAll(async () => {
  graph = await Declaring.start();
});
afterAll(() => graph.stop());

const same = '{ __schema { queryType { name } } }';

test('an answer to GET has an entity tag; who has it already gets 304 and no body', async () => {
  const first = await graph.get(same);
  const etag = first.headers.etag ?? '';
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect(first.headers).toMatchObject({ 'cache-control': 'no-store', vary: expect.any(String) });
  const { status, body, headers } = await graph.get(same, { 'if-none-match': etag });
  expect([status, body]).toEqual([304, '']);
  expect(headers).toMatchObject({ etag, 'cache-control': 'no-store', vary: first.headers.vary });
  expect(headers).toHaveProperty('x-trace-id');
  expect(headers).not.toHaveProperty('content-type');
});

test.each([
  ['a weak tag', (etag: string) => `W/${etag}`],
  ['a list', (etag: string) => `"other, one", W/"x" ,${etag}`],
  ['any', () => '*'],
])('%s in If-None-Match is 304', async (_what, ifNoneMatch) => {
  const { etag = '' } = (await graph.get(same)).headers;
  const answer = await graph.get(same, { 'if-none-match': ifNoneMatch(etag) });
  expect(answer.status).toBe(304);
});

test.each([
  ['another tag', () => '"other"'],
  ['a tag without its quotes', (etag: string) => etag.slice(1, -1)],
  ['the tag of another media type', (etag: string) => etag, 'application/graphql-response+json'],
])('%s in If-None-Match is 200', async (_what, ifNoneMatch, accept = 'application/json') => {
  const { etag = '' } = (await graph.get(same)).headers;
  const answer = await graph.get(same, { 'if-none-match': ifNoneMatch(etag), accept });
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('queryType');
});

test('what was changed has another tag, and errors have none', async () => {
  graph.declare('no-store');
  const { etag = '' } = (await graph.get('{ one }')).headers;
  const changed = await graph.get('{ one }', { 'if-none-match': etag });
  expect(changed.status).toBe(200);
  expect(changed.headers.etag).not.toBe(etag);
  for (const failing of ['{ oneBroken }', '{ nothing }', '{'])
    expect((await graph.get(failing, { 'if-none-match': '*' })).headers).not.toHaveProperty('etag');
});

test('Cache-Control tells how long the answer is good, counted from when it was made', async () => {
  graph.one.headers = { 'cache-control': 'max-age=60, public', age: '10' };
  const { headers } = await graph.get(newOperation('{ one }').query);
  expect(headers).toMatchObject({ 'cache-control': 'private, max-age=60', age: '10' });
});

test('an answer that an invalidation can end is to be asked for each time', async () => {
  const freshness = { ageMs: 5_000, stale: [], generations: { pages: 'g1' } };
  graph.declare('max-age=60, public', { freshness });
  const { headers } = await graph.get(newOperation('{ one }').query);
  expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', age: '5' });
});

describe('A kept answer to GET', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  /** A query that was asked for by GET once it was prepared, and how that was answered. */
  async function kept() {
    graph.declare('max-age=60, public');
    const { query } = newOperation('{ one }');
    await graph.get(query);
    return { query, miss: await graph.get(query, { traceparent }) };
  }

  test('is given again as it was, asks no subgraph, and says its age', async () => {
    const { query, miss } = await kept();
    const asked = graph.one.asked;
    graph.clock.advance(12_900);
    const hit = await graph.get(query, { traceparent });
    const { date } = hit.headers;
    expect(hit).toEqual({ ...miss, headers: { ...miss.headers, date, age: '12' } });
    expect(miss.headers).toMatchObject({ 'cache-control': 'private, max-age=60' });
    expect(graph.one.asked).toBe(asked);
    graph.clock.advance(47_100);
    await graph.get(query);
    expect(graph.one.asked).toBe(asked + 1);
  });

  test('is 304 for who has it, with a tag for each media type', async () => {
    const { query, miss } = await kept();
    const { etag = '' } = miss.headers;
    const asked = graph.one.asked;
    const hit = await graph.get(query, { 'if-none-match': etag });
    expect([hit.status, hit.body, hit.headers.etag]).toEqual([304, '', etag]);
    expect(hit.headers).not.toHaveProperty('content-length');
    const accept = 'application/graphql-response+json';
    const other = await graph.get(query, { 'if-none-match': etag, accept });
    expect([other.status, other.body]).toEqual([200, miss.body]);
    expect(graph.one.asked).toBe(asked);
  });

  test('is for its caller only, unless all subgraphs say that it is public', async () => {
    graph.declare('max-age=60, private');
    const { query } = newOperation('{ one }');
    await graph.get(query);
    await graph.get(query);
    const asked = graph.one.asked;
    await graph.get(query);
    expect(graph.one.asked).toBe(asked);
    await graph.get(query, {}, 'mobile');
    expect(graph.one.asked).toBe(asked + 1);
  });

  test('is not found by a POST that has its path for a body', async () => {
    const { query } = await kept();
    const body = `/graphql?${new URLSearchParams({ query, variables: '{}' }).toString()}`;
    const answer = await graph.post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain('“one”');
  });

  test('is another one with other variables', async () => {
    graph.declare('max-age=60, public');
    const { query } = newOperation('query Q($n: Int) { one(n: $n) }');
    const answers: string[] = [];
    for (const n of [0, 1, 1, 2]) {
      const { body } = await graph.get(query, {}, 'intranet', { n });
      answers.push(body);
    }
    expect(answers[2]).toBe(answers[1]);
    expect(new Set(answers).size).toBe(3);
  });
});

test('an answer to POST has none of this', async () => {
  graph.declare('max-age=60, public');
  const { status, headers } = await graph.ask({ query: same }, 'intranet', {
    'if-none-match': '*',
  });
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  expect(headers).not.toHaveProperty('etag');
});

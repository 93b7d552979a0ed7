import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Declaring } from './Declaring.js';

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
  const { headers } = await graph.get('{ one }');
  expect(headers).toMatchObject({ 'cache-control': 'private, max-age=60', age: '10' });
});

test('an answer that an invalidation can end is to be asked for each time', async () => {
  const freshness = { ageMs: 5_000, stale: [], generations: { pages: 'g1' } };
  graph.declare('max-age=60, public', { freshness });
  const { headers } = await graph.get('{ one }');
  expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', age: '5' });
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

import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../support/ManualClock.js';
import { tokenIn, useSandboxes } from './support/sandboxes.js';
import { ManualScheduler } from './support/ManualScheduler.js';
import { until } from './support/until.js';

const start = useSandboxes();

test.each(['/graphql', '/oauth/token'])(
  'without its trailing slash %s is redirected, and the POST is lost',
  async (path) => {
    const { url } = await start();
    const response = await fetch(url + path, { method: 'POST', redirect: 'manual' });
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe(`${path}/`);
    const followed = await fetch(url + path, { method: 'POST', redirect: 'follow' });
    expect(followed.status).toBe(405);
  },
);

describe('an invalid request is answered with 400, and errors without extensions', () => {
  test.each([
    ['no JSON', '{', 'POST body sent invalid JSON.'],
    ['no query', '{}', 'Must provide query string.'],
    ['a batch', '[{"query":"{a}"}]', 'Batch GraphQL requests are not enabled.'],
    ['another shape', '{"query":1}', 'The received data is not a valid JSON query.'],
  ])('%s', async (_what, body, message) => {
    const { url, token } = await start();
    const response = await fetch(`${url}/graphql/`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenIn(await token())}`,
        'content-type': 'application/json',
      },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: [{ message }] });
  });

  test.each([
    ['a document that is not GraphQL', '{ certificates', {}],
    ['a field that does not exist', '{ certificates { total } }', {}],
    [
      'a variable of the wrong type',
      'query ($n: Int) { certificates(first: $n) { count } }',
      { n: 'a' },
    ],
    [
      'a variable that is not a UUID',
      'query ($id: UUID!) { portfolioItem(id: $id) { id } }',
      { id: 'a' },
    ],
  ])('%s', async (_what, query, variables) => {
    const { graphql } = await start();
    const { status, body } = await graphql(query, variables);
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [{ message: expect.any(String), locations: expect.any(Array) }],
    });
  });
});

test('a field that fails is named by its path, and what else was asked is answered', async () => {
  const { graphql } = await start();
  const { status, body } = await graphql(
    '{ bad: certificates(first: 51) { count } certificates { count } }',
  );
  expect(status).toBe(200);
  expect(body).toEqual({
    errors: [
      {
        message:
          'Requesting 51 records on the `certificates` connection exceeds the `first` limit of 50 records.',
        locations: [{ line: 1, column: 3 }],
        path: ['bad'],
      },
    ],
    data: { bad: null, certificates: { count: 240 } },
  });
});

test('the schema can be read by introspection', async () => {
  const { graphql } = await start();
  const { body } = await graphql('{ __schema { mutationType { fields { name } } } }');
  expect(body).toEqual({
    data: {
      __schema: {
        mutationType: { fields: [{ name: 'generateCertificate' }, { name: 'updateOrCreateUser' }] },
      },
    },
  });
});

test('a client over its rate gets 429 and is told when to come again', async () => {
  const clock = new ManualClock();
  const { graphql } = await start({ clock, rateLimitPerS: 2 });
  const ask = () => graphql('{ certificates { count } }');
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  clock.advance(1_000);
  expect((await ask()).status).toBe(200);
});

test('the 429 can come without Retry-After', async () => {
  const clock = new ManualClock();
  const { graphql } = await start({ clock, rateLimitPerS: 1, sendsRetryAfter: false });
  await graphql('{ certificates { count } }');
  const refused = await graphql('{ certificates { count } }');
  expect(refused.status).toBe(429);
  expect(refused.headers.has('retry-after')).toBe(false);
});

test('every request takes as long as it is told to', async () => {
  const scheduler = new ManualScheduler();
  const { token, graphql } = await start({ scheduler, latencyMs: 250 });
  const pendingToken = token();
  await until(() => scheduler.size === 1);
  expect(scheduler.runNext()).toBe(250);
  const pending = graphql('{ certificates { count } }', {}, { token: tokenIn(await pendingToken) });
  await until(() => scheduler.size === 1);
  expect(scheduler.runNext()).toBe(250);
  expect((await pending).status).toBe(200);
});

test('requests are counted by type and by root field, refused ones too, until the counts are cleared', async () => {
  const { graphql, admin } = await start();
  await graphql('{ a: certificates { count } b: certificates { count } user(ref: "x") { id } }');
  await graphql('query { ...part } fragment part on Query { certificates { count } }');
  await graphql('mutation { updateOrCreateUser { created } }', {}, { token: 'made-up' });
  await graphql('{ nothing }');
  expect((await admin('GET', 'requests')).body).toEqual({
    tokens: 1,
    queries: 2,
    mutations: 1,
    invalid: 1,
    operations: { certificates: 2, user: 1, updateOrCreateUser: 1 },
  });
  expect((await admin('DELETE', 'requests')).status).toBe(204);
  expect((await admin('GET', 'requests')).body).toMatchObject({ queries: 0, operations: {} });
});

test('it says that it lives, that it is ready, and what it counts', async () => {
  const { url, graphql } = await start();
  await graphql('{ certificates { count } }');
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain(
    'graphql_operations_total{server="sandbox",type="query",outcome="ok"} 1',
  );
});

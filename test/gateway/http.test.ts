import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerOf, ask, codes, post } from './support/ask.js';
import { startShop, type Shop } from './support/startShop.js';

describe('the HTTP side', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await startShop({ over: 'http' });
  });
  afterAll(() => shop.stop());

  test('a body that is not JSON is refused', async () => {
    const answer = await post(shop.url, '{"query": ');
    expect([answer.status, codes(answer)]).toEqual([400, ['MALFORMED_JSON']]);
  });

  test('a body of another type is refused', async () => {
    const answer = await post(shop.url, '{ topBadge }', { 'content-type': 'application/graphql' });
    expect([answer.status, codes(answer)]).toEqual([415, ['UNSUPPORTED_CONTENT_TYPE']]);
  });

  test('a body over the limit is refused', async () => {
    const answer = await post(shop.url, JSON.stringify({ query: '#'.repeat(100_000) }));
    expect([answer.status, codes(answer)]).toEqual([413, ['BODY_TOO_LARGE']]);
  });

  test.each(['[]', '{}', '"text"', '{"query":1}', '{"query":"{topBadge}","variables":"x"}'])(
    'a body that is no request of GraphQL is refused: %s',
    async (body) => {
      const answer = await post(shop.url, body);
      expect([answer.status, codes(answer)]).toEqual([400, ['BAD_REQUEST']]);
    },
  );

  test('what another site can make a browser send is refused', async () => {
    const form = await post(shop.url, '{"query":"{topBadge}"}', { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
    const image = await answerOf(await fetch(`${shop.url}/graphql?query={topBadge}`));
    expect([image.status, codes(image)]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('a query may come by GET from a client that says what it is, a mutation may not', async () => {
    const get = async (query: string) =>
      answerOf(
        await fetch(`${shop.url}/graphql?${new URLSearchParams({ query }).toString()}`, {
          headers: { 'apollo-require-preflight': 'true' },
        }),
      );
    expect((await get('{ topBadge }')).data).toEqual({ topBadge: 'gold' });
    const mutation = await get('mutation { rename(id: 1, name: "Eve") { name } }');
    expect([mutation.status, codes(mutation)]).toEqual([405, ['BAD_REQUEST']]);
  });

  test('what is not there is said in the same shape', async () => {
    const answer = await answerOf(await fetch(`${shop.url}/graphiql`));
    expect([answer.status, codes(answer)]).toEqual([404, ['NOT_FOUND']]);
  });

  test('requests and operations are counted', async () => {
    await ask(shop.url, '{ topBadge }');
    await ask(shop.url, '{ refused }');
    const metrics = await (await fetch(`${shop.url}/metrics`)).text();
    expect(metrics).toMatch(
      /graphql_operations_total\{server="gateway",type="query",outcome="ok"\} [1-9]/,
    );
    expect(metrics).toMatch(
      /graphql_operations_total\{server="gateway",type="query",outcome="errors"\} [1-9]/,
    );
    expect(metrics).toMatch(
      /http_request_duration_seconds_count\{server="gateway",method="POST",route="\/graphql",status="200"\}/,
    );
  });
});

test('the gateway is ready while all its subgraphs are, and alive in any case', async () => {
  const shop = await startShop({ over: 'http' });
  try {
    const ready = async () => {
      const response = await fetch(`${shop.url}/health/ready`);
      return [response.status, await response.json()];
    };
    expect(await ready()).toEqual([
      200,
      { status: 'ready', checks: { people: 'ok', badges: 'ok' } },
    ]);
    await shop.stopSubgraph('badges');
    expect(await ready()).toEqual([
      503,
      { status: 'not ready', checks: { people: 'ok', badges: 'failed' } },
    ]);
    expect((await fetch(`${shop.url}/health/live`)).status).toBe(200);
  } finally {
    await shop.stop();
  }
});

test.each(['memory', 'http'] as const)(
  'a stop lets the requests that run finish, with subgraphs over %s',
  async (over) => {
    const shop = await startShop({ over });
    const running = ask(shop.url, '{ slow }');
    while (shop.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const stopped = shop.stop();
    await expect(refusedOrGone(shop.url)).resolves.toBe(true);
    shop.finishSlow();
    expect((await running).data).toEqual({ slow: 'done' });
    await stopped;
  },
);

/** Whether a new request is turned away. */
async function refusedOrGone(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`).then(
    ({ status }) => status === 503,
    () => true,
  );
}

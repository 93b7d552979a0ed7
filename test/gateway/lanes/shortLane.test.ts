import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { identifyByToken } from '../../../gateway/auth/identifyByToken.js';
import type {
  OperationAnswer,
  OperationRequest,
} from '../../../gateway/executor/PreparedOperation.js';
import { PlatformError } from '../../../platform/errors.js';
import { deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { metric } from '../../support/metric.js';
import { send } from './send.js';
import { queries, startShortLane, type StartedLane } from './startShortLane.js';

const [query, mutation] = queries;
const seven: OperationAnswer = { data: '{"a":7}', errors: [] };

let lane: StartedLane | undefined;
afterEach(() => lane?.stop());

/** Starts a lane whose operations wait until they are told to go on. */
async function startWaiting(options?: Parameters<typeof startShortLane>[1]) {
  const runs: OperationRequest[] = [];
  const goOn = deferred();
  const started = await startShortLane(async (request) => {
    runs.push(request);
    await goOn.promise;
    return seven;
  }, options);
  lane = started;
  const ask = (body: object, headers: Record<string, string> = {}) =>
    send(started.url, { body: JSON.stringify(body), headers });
  const running = (count: number) => eventually(() => runs.length === count);
  return { ...started, runs, goOn, ask, running };
}

test('a request that is answered is counted, logged and traced like any other', async () => {
  lane = await startShortLane((request) => {
    request.note({ freshness: { ageMs: 1_999, stale: [] } });
    return Promise.resolve(seven);
  });
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const { status, headers, body } = await send(lane.url, {
    body: JSON.stringify({ query }),
    headers: { traceparent },
  });
  expect([status, body]).toEqual([200, '{"data":{"a":7}}']);
  expect(headers).toMatchObject({
    'x-trace-id': '0af7651916cd43dd8448eb211c80319c',
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': '16',
    age: '1',
  });
  expect(lane.passedOn).toEqual([]);
  const [line = '{}'] = lane.logged;
  expect(JSON.parse(line)).toMatchObject({
    ...{ msg: 'answered', traceId: '0af7651916cd43dd8448eb211c80319c', server: 'gateway' },
    ...{ method: 'POST', route: '/graphql', status: 200 },
  });
  const counted = { server: 'gateway', method: 'POST', route: '/graphql', status: '200' };
  expect(await metric(lane.url, 'http_request_duration_seconds_count', counted)).toBe(1);
  expect(await metric(lane.url, 'graphql_operations_total', { type: 'query', outcome: 'ok' })).toBe(
    1,
  );
  expect(await metric(lane.url, 'gateway_lane_requests_total', { lane: 'short' })).toBe(1);
});

test('a subgraph is told who asks and under which trace', async () => {
  const { goOn, ask, runs } = await startWaiting();
  goOn.resolve();
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
  await ask({ query }, { traceparent });
  await ask({ query });
  expect(runs[0]?.headers).toEqual({
    traceparent: expect.stringMatching(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad)[0-9a-f]{16}-00$/,
    ),
    'x-caller-identity': expect.any(String),
  });
  expect(runs[1]?.headers['traceparent']).not.toContain('0af7651916cd43dd8448eb211c80319c');
});

test('what is declined goes on with its whole body, and its reason is counted', async () => {
  lane = await startShortLane(() => Promise.reject(new Error('nothing is to run')));
  const unknown = { query: '{ a b }', variables: { long: '\u{1f600}'.repeat(100) } };
  const misfit = { query, variables: { b: 'no number' } };
  for (const body of [unknown, misfit])
    expect((await send(lane.url, { body: JSON.stringify(body) })).body).toBe('{"passedOn":true}');
  expect(lane.passedOn).toEqual([unknown, misfit]);
  for (const reason of ['not prepared', 'variables'])
    expect(await metric(lane.url, 'gateway_short_lane_declines_total', { reason })).toBe(1);
  expect(await metric(lane.url, 'gateway_lane_requests_total', { lane: 'full' })).toBe(2);
});

test('a failure of ours is masked, and the next request is answered', async () => {
  let runs = 0;
  lane = await startShortLane(() => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('password=hunter2')) : Promise.resolve(seven);
  });
  const sent = { body: JSON.stringify({ query }) };
  const failed = await send(lane.url, sent);
  expect(failed.status).toBe(500);
  expect(JSON.parse(failed.body)).toMatchObject({
    errors: [
      { extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: failed.headers['x-trace-id'] } },
    ],
  });
  expect(failed.body).not.toContain('hunter2');
  expect((await send(lane.url, sent)).status).toBe(200);
});

test('a body may come in pieces', async () => {
  const { url, goOn } = await startWaiting();
  goOn.resolve();
  const body = JSON.stringify({ query, variables: { b: 1 }, extensions: { text: '\u{1f600}' } });
  const bytes = Buffer.from(body);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.setNoDelay(true);
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${String(bytes.length)}\r\nconnection: close\r\n\r\n`;
  socket.write(head);
  for (const byte of bytes) {
    await new Promise<void>((resolve) =>
      socket.write(Buffer.of(byte), () => setImmediate(resolve)),
    );
  }
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\{"data":\{"a":7\}\}$/);
});

test('a stranger is turned away before the body is read', async () => {
  let read = 0;
  const { url, passedOn } = await startWaiting({
    identify: () => {
      read += 1;
      throw new PlatformError('UNAUTHENTICATED', 'Nobody is known.');
    },
  });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n',
  );
  await eventually(() => read === 1);
  expect(passedOn).toEqual([]);
  socket.destroy();
  await eventually(
    async () =>
      (await metric(url, 'gateway_short_lane_declines_total', { reason: 'caller' })) === 1,
  );
});

describe('identical queries in flight', () => {
  test('of one caller run once, and everybody gets the answer under a trace of their own', async () => {
    const { url, ask, runs, goOn } = await startWaiting();
    const asked = [1, 2, 3].map(() => ask({ query, variables: { b: 1 } }));
    await eventually(
      async () => (await metric(url, 'gateway_lane_requests_total', { lane: 'short' })) === 3,
    );
    goOn.resolve();
    const answers = await Promise.all(asked);
    expect(runs).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['{"data":{"a":7}}']));
    expect(new Set(answers.map(({ headers }) => headers['x-trace-id'])).size).toBe(3);
  });

  test('run again once the first is answered', async () => {
    const { ask, runs, goOn } = await startWaiting();
    goOn.resolve();
    await ask({ query });
    await ask({ query });
    expect(runs).toHaveLength(2);
  });

  test.each([
    ['with other variables', { query, variables: { b: 2 } }],
    ['that are mutations', { query: mutation }],
  ])('%s run each for itself', async (_what, other) => {
    const { ask, goOn, running } = await startWaiting();
    const asked = [
      { query, variables: { b: 1 } },
      other,
      other.query === mutation ? other : { query },
    ];
    const answers = asked.map((body) => ask(body));
    await running(3);
    goOn.resolve();
    await Promise.all(answers);
  });

  test('of different callers run each for itself', async () => {
    const identify = identifyByToken([
      { name: 'intranet', token: 'token-of-the-intranet' },
      { name: 'mobile', token: 'token-of-the-mobile-app' },
    ]);
    const { ask, goOn, running } = await startWaiting({ identify });
    const answers = ['token-of-the-intranet', 'token-of-the-mobile-app'].map((token) =>
      ask({ query }, { authorization: `Bearer ${token}` }),
    );
    await running(2);
    goOn.resolve();
    await Promise.all(answers);
  });

  test('run each for itself where sharing is switched off', async () => {
    const { ask, goOn, running } = await startWaiting({ share: false });
    const answers = [1, 2].map(() => ask({ query }));
    await running(2);
    goOn.resolve();
    await Promise.all(answers);
  });
});

describe('a client that goes away', () => {
  const leave = async (url: string, body: object) => {
    const text = JSON.stringify(body);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${String(text.length)}\r\n\r\n${text}`,
    );
    await new Promise((resolve) => socket.once('connect', resolve));
    return socket;
  };

  test('is not worked for any longer', async () => {
    const { url, runs, goOn, running } = await startWaiting();
    const socket = await leave(url, { query });
    await running(1);
    const signal = runs[0]?.signal;
    expect(signal?.aborted).toBe(false);
    socket.destroy();
    await eventually(() => signal?.aborted === true);
    goOn.resolve();
  });

  test('does not take the answer from others who asked the same', async () => {
    const { url, ask, runs, goOn, running } = await startWaiting();
    const socket = await leave(url, { query });
    await running(1);
    const signal = runs[0]?.signal;
    const other = ask({ query });
    await eventually(
      async () => (await metric(url, 'gateway_lane_requests_total', { lane: 'short' })) === 2,
    );
    socket.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    goOn.resolve();
    expect((await other).body).toBe('{"data":{"a":7}}');
    expect(signal?.aborted).toBe(false);
  });

  test('does not stop a mutation', async () => {
    const { url, runs, goOn, running } = await startWaiting();
    const socket = await leave(url, { query: mutation });
    await running(1);
    expect(runs[0]?.signal).toBeUndefined();
    socket.destroy();
    goOn.resolve();
  });

  test('before its body is whole leaves nothing behind', async () => {
    const { url, ask, passedOn } = await startWaiting();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query',
    );
    await new Promise((resolve) => socket.once('connect', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy();
    await gone;
    expect((await ask({ query: '{ other }' })).status).toBe(200);
    expect(passedOn).toEqual([{ query: '{ other }' }]);
  });
});

test('a stop lets the requests that run finish, and turns new ones away', async () => {
  const { ask, goOn, running, ...started } = await startWaiting();
  const first = ask({ query });
  await running(1);
  const stopped = started.stop();
  goOn.resolve();
  expect((await first).body).toBe('{"data":{"a":7}}');
  await stopped;
  expect(started.app.server.listening).toBe(false);
});

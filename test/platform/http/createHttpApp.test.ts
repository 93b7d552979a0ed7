import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PlatformError } from '../../../platform/errors.js';
import { createHttpApp, type HttpApp } from '../../../platform/http/createHttpApp.js';
import type { ReadyCheck, ReadyDetail } from '../../../platform/http/health.js';
import { listen, type Listening } from '../../../platform/http/listen.js';
import { createLogger, type Logger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';

let server: Listening | undefined;
afterEach(() => server?.stop());
const logged: string[] = [];

async function serve(
  routes: (app: HttpApp, logger: Logger) => void,
  readyChecks: readonly ReadyCheck[] = [],
  readyDetails: readonly ReadyDetail[] = [],
): Promise<string> {
  logged.length = 0;
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ name: 'test', level: 'debug', destination });
  const metrics = createMetrics();
  const app = createHttpApp({
    ...{ name: 'test', logger, metrics, bodyLimitBytes: 1_024, readyChecks, readyDetails },
  });
  routes(app, logger);
  server = await listen(app, { host: '127.0.0.1', port: 0 });
  return server.url;
}

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const traceId = '0af7651916cd43dd8448eb211c80319c';

describe('a server of ours', () => {
  test('is reached on the port it got, without a trailing slash', async () => {
    expect(await serve(() => undefined)).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  });

  test('continues the trace of its caller in answer and log, also after a body was read', async () => {
    const url = await serve((app, logger) => {
      app.post('/work', () => {
        logger.info('at work');
        return { done: true };
      });
    });
    const response = await fetch(`${url}/work`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body: '{}',
    });
    expect(response.headers.get('x-trace-id')).toBe(traceId);
    const lines = logged.map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'at work', traceId }));
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'answered', traceId, route: '/work', status: 200 }),
    );
  });

  test('answers a coded error with its status, and a fault without its text', async () => {
    const url = await serve((app) => {
      app.get('/coded', () => {
        throw new PlatformError('UNAUTHENTICATED', 'Expected a token.', {
          details: { scheme: 'Bearer' },
        });
      });
      app.get('/fault', () => {
        throw new Error('password=hunter2');
      });
    });
    const coded = await fetch(`${url}/coded`, { headers: { traceparent } });
    expect([coded.status, await coded.json()]).toEqual([
      401,
      {
        errors: [
          {
            message: 'Expected a token.',
            extensions: { code: 'UNAUTHENTICATED', scheme: 'Bearer', traceId },
          },
        ],
      },
    ]);
    const fault = await fetch(`${url}/fault`, { headers: { traceparent } });
    const body = await fault.text();
    expect(fault.status).toBe(500);
    expect(body).toContain('INTERNAL_SERVER_ERROR');
    expect(body).not.toContain('hunter2');
    expect(logged.join('')).not.toContain('hunter2');
  });

  test.each([
    ['no JSON', '{', 'application/json', 400, 'MALFORMED_JSON'],
    ['nothing', '', 'application/json', 400, 'MALFORMED_JSON'],
    ['plain text', '{}', 'text/plain', 415, 'UNSUPPORTED_CONTENT_TYPE'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_CONTENT_TYPE'],
    ['too much', JSON.stringify('x'.repeat(2_000)), 'application/json', 413, 'BODY_TOO_LARGE'],
  ])('refuses a body of %s', async (_what, body, type, status, code) => {
    const url = await serve((app) => app.post('/work', () => ({})));
    const response = await fetch(`${url}/work`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test('lets a client that sends too much read why: it is not cut off while it sends', async () => {
    const url = await serve((app) => app.post('/work', () => ({})));
    const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
    const received = socket[Symbol.asyncIterator]() as AsyncIterator<string>;
    const head = 'POST /work HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    socket.write(`${head}content-length: 4000\r\n\r\n${'x'.repeat(3_000)}`);
    expect((await received.next()).value).toMatch(/^HTTP\/1.1 413 .*BODY_TOO_LARGE/s);
    socket.write(`${'x'.repeat(1_000)}${head}content-length: 2\r\n\r\n{}`);
    expect((await received.next()).value).toMatch(/^HTTP\/1.1 200 /);
    socket.destroy();
  });

  test('cuts off who sends far more than is accepted', async () => {
    const url = await serve((app) => app.post('/work', () => ({})));
    const socket = connect(Number(new URL(url).port), '127.0.0.1').resume();
    const closed = once(socket, 'close');
    const head = 'POST /work HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    socket.on('error', () => undefined);
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    const send = (): void => {
      socket.write(`400\r\n${'x'.repeat(0x400)}\r\n`, (error) => {
        if (!error) setImmediate(send);
      });
    };
    send();
    await closed;
  });

  test('lets a running request finish when it stops, and is gone then', async () => {
    let finish = (): void => undefined;
    let began = (): void => undefined;
    const running = new Promise<void>((resolve) => (began = resolve));
    const url = await serve((app) =>
      app.get('/slow', async () => {
        began();
        await new Promise<void>((resolve) => (finish = resolve));
        return { done: true };
      }),
    );
    const answer = fetch(`${url}/slow`);
    await running;
    const stopped = server?.stop();
    finish();
    expect(await (await answer).json()).toEqual({ done: true });
    await stopped;
    server = undefined;
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('health', () => {
  test('is ready if every check passes, and names the one that does not', async () => {
    let isThere = true;
    const url = await serve(
      () => undefined,
      [
        { name: 'database', check: () => Promise.resolve() },
        {
          name: 'pluvo',
          check: () => (isThere ? Promise.resolve() : Promise.reject(new Error('gone'))),
        },
      ],
    );
    const ready = async () => {
      const response = await fetch(`${url}/health/ready`);
      return [response.status, await response.json()];
    };
    expect(await ready()).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', pluvo: 'ok' } },
    ]);
    isThere = false;
    expect(await ready()).toEqual([
      503,
      { status: 'not ready', checks: { database: 'ok', pluvo: 'failed' } },
    ]);
    const live = await fetch(`${url}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
  });

  test('shows details beside the checks, and is ready whatever they say', async () => {
    const url = await serve(
      () => undefined,
      [{ name: 'database', check: () => Promise.resolve() }],
      [{ name: 'pluvoSchema', read: () => ({ state: 'lost' }) }],
    );
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ready',
      checks: { database: 'ok' },
      details: { pluvoSchema: { state: 'lost' } },
    });
  });

  test('does not wait for a check that hangs', async () => {
    const url = await serve(
      () => undefined,
      [{ name: 'hangs', check: () => new Promise(() => undefined) }],
    );
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  });
});

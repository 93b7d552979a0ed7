import { describe, expect, test } from '@jest/globals';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpTransport } from '../../../platform/graphql/httpTransport.js';
import type { SubgraphTransport } from '../../../platform/graphql/SubgraphTransport.js';

async function withServer(
  listener: RequestListener,
  work: (transport: SubgraphTransport) => Promise<void>,
  timeoutMs = 5_000,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}/graphql`;
  const transport = httpTransport({ name: 'things', url, timeoutMs });
  try {
    await work(transport);
  } finally {
    await transport.stop();
    server.closeAllConnections();
    server.close();
  }
}

const unavailable = { code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'things' } };
const question = { query: '{ a }', headers: {} };

describe('the way to a subgraph over HTTP', () => {
  test('carries operation and headers, and brings the answer back whatever its status', async () => {
    const came: unknown[] = [];
    await withServer(
      (request, response) => {
        came.push(request.headers['x-caller-identity'], request.headers['traceparent']);
        request.setEncoding('utf8').on('data', (body: string) => came.push(JSON.parse(body)));
        response.writeHead(400).end('{"errors":[{"message":"no","extensions":{"code":"X"}}]}');
      },
      async (transport) => {
        const answer = await transport.execute({
          query: 'query Q($a: Int) { a }',
          operationName: 'Q',
          variables: { a: 1 },
          headers: { 'x-caller-identity': 'voucher', traceparent: 'trace' },
        });
        expect(answer).toEqual({ errors: [{ message: 'no', extensions: { code: 'X' } }] });
      },
    );
    expect(came).toEqual([
      'voucher',
      'trace',
      { query: 'query Q($a: Int) { a }', operationName: 'Q', variables: { a: 1 } },
    ]);
  });

  test.each<[string, RequestListener]>([
    ['hangs up', (request) => request.socket.destroy()],
    ['answers no JSON', (_request, response) => response.end('<html>')],
    ['answers other JSON', (_request, response) => response.end('{"status":"ok"}')],
    ['answers data that is a list', (_request, response) => response.end('{"data":[]}')],
    [
      'breaks off',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"data"', () => response.destroy());
      },
    ],
  ])('says SUBGRAPH_UNAVAILABLE if the subgraph %s, and asks once', async (_what, listener) => {
    let asked = 0;
    await withServer(
      (request, response) => {
        asked += 1;
        listener(request, response);
      },
      async (transport) => {
        await expect(transport.execute(question)).rejects.toMatchObject(unavailable);
      },
    );
    expect(asked).toBe(1);
  });

  test.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    ['does not come to an end', (_request, response) => void response.write('{"data":')],
  ])('does not wait for ever for a subgraph that %s', async (_what, listener) => {
    await withServer(
      listener,
      (transport) => expect(transport.execute(question)).rejects.toMatchObject(unavailable),
      50,
    );
  });

  test('breaks off an answer that has no end, and says that it is too long', async () => {
    const megabyte = Buffer.alloc(1_048_576, ' ');
    let sent = 0;
    await withServer(
      (_request, response) => {
        const more = () => {
          sent += 1;
          if (!response.destroyed && sent < 500) response.write(megabyte, more);
        };
        more();
      },
      (transport) =>
        expect(transport.execute(question)).rejects.toMatchObject({
          ...unavailable,
          message: expect.stringContaining('too long'),
        }),
    );
    expect(sent).toBeLessThan(200);
  });

  test('is ready when the health of the subgraph says so', async () => {
    let status = 200;
    await withServer(
      (request, response) => {
        response.writeHead(request.url === '/health/ready' ? status : 404).end();
      },
      async (transport) => {
        await expect(transport.ready()).resolves.toBeUndefined();
        status = 503;
        await expect(transport.ready()).rejects.toMatchObject(unavailable);
      },
    );
  });
});

describe('an exchange of texts with a subgraph', () => {
  const query = { headers: { 'x-caller-identity': 'voucher' }, isQuery: true };
  const mutation = { ...query, isQuery: false };
  const answered: RequestListener = (_request, response) => response.end('{"data":{}}');

  test('carries the body and the headers as they are, and brings the text back unread', async () => {
    const came: unknown[] = [];
    await withServer(
      (request, response) => {
        came.push(request.headers['x-caller-identity'], request.headers['content-type']);
        request.setEncoding('utf8').on('data', (body: string) => came.push(body));
        response.end('{"data": {"é": 1}}\n');
      },
      async (transport) => {
        expect(await transport.exchange('{"query":"{ é }"}', query)).toEqual({
          text: '{"data": {"é": 1}}\n',
        });
      },
    );
    expect(came).toEqual(['voucher', 'application/json', '{"query":"{ é }"}']);
  });

  /** An answer is there a little before its connection may be used again. */
  const connectionIsFree = () => new Promise(setImmediate);

  /** A server that hangs up on all but the first request of each connection. */
  const forgetful = (asked: string[]): RequestListener => {
    const known = new WeakSet();
    return (request, response) => {
      const isReused = known.has(request.socket);
      known.add(request.socket);
      request.setEncoding('utf8').on('data', (body: string) => {
        asked.push(body);
        if (isReused) request.socket.destroy();
        else response.end('{"data":{}}');
      });
    };
  };

  test('sends a query once more if the connection had just been closed on the other side', async () => {
    const asked: string[] = [];
    await withServer(forgetful(asked), async (transport) => {
      await transport.exchange('1', query);
      await connectionIsFree();
      expect(await transport.exchange('2', query)).toEqual({ text: '{"data":{}}' });
    });
    expect(asked).toEqual(['1', '2', '2']);
  });

  test('never sends a mutation again', async () => {
    const asked: string[] = [];
    await withServer(forgetful(asked), async (transport) => {
      await transport.exchange('1', mutation);
      await connectionIsFree();
      await expect(transport.exchange('2', mutation)).rejects.toMatchObject(unavailable);
    });
    expect(asked).toEqual(['1', '2']);
  });

  test.each<[string, RequestListener]>([
    ['hangs up on a new connection', (request) => request.socket.destroy()],
    [
      'has begun to answer',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('does not send a query again to a subgraph that %s', async (_what, listener) => {
    let asked = 0;
    await withServer(
      (request, response) => {
        asked += 1;
        listener(request, response);
      },
      (transport) => expect(transport.exchange('{}', query)).rejects.toMatchObject(unavailable),
    );
    expect(asked).toBe(1);
  });

  test('ends when nobody waits any more, and tells the subgraph by hanging up', async () => {
    const waiting = new AbortController();
    let hungUp: Promise<unknown> = Promise.resolve();
    await withServer(
      (request) => {
        hungUp = new Promise((resolve) => request.socket.on('close', resolve));
        waiting.abort();
      },
      async (transport) => {
        const { signal } = waiting;
        await expect(transport.exchange('{}', { ...query, signal })).rejects.toMatchObject(
          unavailable,
        );
        await hungUp;
        await expect(transport.exchange('{}', { ...query, signal })).rejects.toMatchObject(
          unavailable,
        );
      },
    );
  });

  test('tells what the subgraph says of keeping its answer, however it writes it', async () => {
    const declaring: RequestListener = (_request, response) => {
      response.writeHead(200, [
        ...['Content-Length', '11', 'Cache-Control', 'max-age=60', 'AGE', '3'],
        ...['last-modified', 'never', 'cache-control', 'private'],
      ]);
      response.end('{"data":{}}');
    };
    await withServer(declaring, async (transport) => {
      const told = { cacheControl: 'max-age=60, private', ageS: 3 };
      expect(await transport.exchange('{}', query)).toEqual({ text: '{"data":{}}', ...told });
    });
  });

  test('reads what may have broken off unnoticed, for nothing says where it ends', async () => {
    const unframed =
      (text: string): RequestListener =>
      (request) => {
        request.socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${text}`);
      };
    await withServer(unframed('{"data":{"a":{}}}'), async (transport) => {
      expect(await transport.exchange('{}', query)).toEqual({ answer: { data: { a: {} } } });
    });
    await withServer(unframed('{"data":{"a":{"b":{}}'), (transport) =>
      expect(transport.exchange('{}', query)).rejects.toMatchObject(unavailable),
    );
  });

  test('says with which status something came that is no answer', async () => {
    const page: RequestListener = (_request, response) => {
      response.writeHead(502).end('<html>');
    };
    await withServer(page, async (transport) => {
      for (const asked of [transport.exchange('{}', query), transport.execute(question)])
        await expect(asked).rejects.toThrow(
          'what came with status 502 is not an answer of GraphQL',
        );
    });
  });

  test('takes its time into account', async () => {
    await withServer(
      () => undefined,
      (transport) => expect(transport.exchange('{}', query)).rejects.toMatchObject(unavailable),
      50,
    );
    await withServer(answered, async (transport) => {
      expect(await transport.exchange('{}', query)).toEqual({ text: '{"data":{}}' });
    });
  });
});

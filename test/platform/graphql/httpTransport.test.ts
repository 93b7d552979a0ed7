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

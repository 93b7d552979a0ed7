import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';

/** What an answer is made of: bytes of JSON, at once or later. */
export type Answer = (body: string) => Buffer | Promise<Buffer>;

type Headers = Readonly<Record<string, string>>;

interface Told {
  /** What GET is answered with. */
  readonly told?: () => object;
  /** Beside what every answer has. */
  readonly headers?: Headers;
}

/**
 * Answers every POST with what is made of its body, and every GET with what `told` says, with as little as node:http
 * can do it with. It ends with the process.
 */
export async function answerWith(
  port: number,
  answer: Answer,
  { told = () => ({}), headers = {} }: Told = {},
) {
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      send(response, Buffer.from(JSON.stringify(told())), {});
      return;
    }
    read(request, (body) => {
      const bytes = answer(body);
      if (Buffer.isBuffer(bytes)) send(response, bytes, headers);
      else
        bytes.then(
          (late) => {
            send(response, late, headers);
          },
          (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
        );
    });
  });
  // Connections are kept for as long as the gateways want to.
  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function read(request: IncomingMessage, then: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [first] = chunks;
    then((chunks.length === 1 && first ? first : Buffer.concat(chunks)).toString());
  });
}

function send(response: ServerResponse, bytes: Buffer, headers: Headers): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

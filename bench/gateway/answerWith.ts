import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { FrontedServer } from '../../platform/http1/FrontedServer.js';
import type { AnswerRequest, RequestFront } from '../../platform/http1/RequestFront.js';

/** What an answer is made of: bytes of JSON, at once or later. */
export type Answer = (body: string) => Buffer | Promise<Buffer>;

type Headers = Readonly<Record<string, string>>;

interface Told {
  /** What GET is answered with. */
  readonly told?: () => object;
  /** Beside what every answer has. */
  readonly headers?: Headers;
  /** What is answered past node:http, which costs more than the rest: whoever is not measured must not be what limits. */
  readonly known?: (body: string) => string | undefined;
}

/**
 * Answers every POST with what is made of its body, and every GET with what `told` says, with as little as node:http
 * can do it with, or less. It ends with the process.
 */
export async function answerWith(
  port: number,
  answer: Answer,
  { told = () => ({}), headers = {}, known }: Told = {},
) {
  const listener: RequestListener = (request, response) => {
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
  };
  const server = known
    ? new FrontedServer(frontOf(known, headers), listener)
    : createServer(listener);
  // Connections are kept for as long as the gateways want to.
  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function frontOf(known: (body: string) => string | undefined, headers: Headers): RequestFront {
  const lines = Object.entries({ 'content-type': 'application/json', ...headers });
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const answer: AnswerRequest = (body, exchange) => {
    const content = known(body);
    if (content !== undefined) exchange.respond(200, fields, content);
    return content !== undefined;
  };
  return {
    look: ({ method }) => (method === 'POST' ? answer : undefined),
    drain: () => undefined,
  };
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

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server that answers as it is told, in place of a Pluvo that is not one. */
export interface Answering {
  readonly url: string;
  /** Method and path of every request, in order. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** @param answer what to answer to a request of GraphQL; tokens are given unless `token` says otherwise. */
export async function startAnswering(
  answer: ScriptedAnswer,
  token: ScriptedAnswer = {
    status: 200,
    body: JSON.stringify({ access_token: 'a-token', expires_in: 60 }),
  },
): Promise<Answering> {
  const requests: string[] = [];
  const take = async (request: IncomingMessage): Promise<ScriptedAnswer> => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    await text(request);
    return url.startsWith('/oauth') ? token : answer;
  };
  const server = createServer((request, response) => {
    void take(request).then(({ status, headers = {}, body = '' }) => {
      response.writeHead(status, { ...headers }).end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form (Node documents the union for pipes).
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

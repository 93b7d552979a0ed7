import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Somebody who gets webhooks, and answers them with the status that is set. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  status: number;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, text: Buffer.concat(chunks).toString() });
      response.writeHead(receiver.status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${String(port)}/hooks`,
    received,
    status: 200,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return receiver;
}

/** What the nth webhook said. */
export function eventIn({ received }: Receiver, nth: number): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(received[nth]?.text ?? 'null'));
}

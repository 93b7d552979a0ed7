import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port of the loopback address that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form (Node documents the union for pipes).
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

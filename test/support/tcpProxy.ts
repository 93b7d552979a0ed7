import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../../bench/processes/freePort.js';

export interface TcpProxy {
  readonly port: number;
  /** Breaks all connections and takes no more, as a server that died does. */
  cut(): Promise<void>;
  /** Keeps all connections but lets nothing through any more, as a network that loses everything does. */
  freeze(): void;
  /** Takes connections again. */
  mend(): Promise<void>;
  /** New connections lead to this port; those that stand stay where they are. */
  leadTo(port: number): void;
  /** Whatever is sent from now on, either way, takes half of this longer: an answer takes all of it. */
  slowDown(roundTripMs: number): void;
}

/** A way to a TCP server on this machine that a test can cut. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let leadsTo = targetPort;
  let delayMs = 0;
  const server = createServer((incoming) => {
    const outgoing = connect(leadsTo, '127.0.0.1');
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (bytes) => {
        if (delayMs === 0) other.write(bytes);
        else setTimeout(() => other.write(bytes), delayMs);
      });
      socket.on('end', () => other.end());
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    async cut() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    freeze() {
      for (const socket of sockets) socket.removeAllListeners('data').pause();
    },
    async mend() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    leadTo(port) {
      leadsTo = port;
    },
    slowDown(roundTripMs) {
      delayMs = roundTripMs / 2;
    },
  };
}

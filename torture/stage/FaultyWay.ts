import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Running } from '../../platform/lifecycle.js';

type Direction = 'there' | 'back';

/** What happens to bytes on their way. */
export type Weather =
  | { readonly kind: 'calm' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** They are lost, as all that follow on the same connection; nobody is told. */
  | { readonly kind: 'swallowing'; readonly direction: Direction | 'both' }
  /** Of the next bytes of each connection only so many pass; then it is reset. */
  | { readonly kind: 'truncating'; readonly direction: Direction; readonly afterBytes: number }
  /** New connections are reset, and those that exist as well. */
  | { readonly kind: 'refusing' };

/** A way to a TCP server of this machine on which bytes are delayed, lost or cut off. What is lost never comes later. */
export class FaultyWay implements Running {
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #weather: Weather = { kind: 'calm' };

  private constructor(server: Server, targetPort: number) {
    // A server that listens on TCP has an address of this form (Node documents the union for pipes).
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    server.on('connection', (incoming) => {
      if (this.#weather.kind === 'refusing') {
        incoming.resetAndDestroy();
        return;
      }
      const connection = new Connection(incoming, targetPort, () => this.#weather);
      this.#connections.add(connection);
      incoming.once('close', () => this.#connections.delete(connection));
    });
  }

  static async to(targetPort: number): Promise<FaultyWay> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyWay(server, targetPort);
  }

  turn(weather: Weather): void {
    this.#weather = weather;
    if (weather.kind === 'refusing') this.reset();
  }

  /** Breaks every connection. */
  reset(): void {
    for (const connection of this.#connections) connection.reset();
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.reset();
    await closed;
  }
}

class Connection {
  readonly #incoming: Socket;
  readonly #outgoing: Socket;
  readonly #weather: () => Weather;

  constructor(incoming: Socket, targetPort: number, weather: () => Weather) {
    this.#incoming = incoming;
    this.#outgoing = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    this.#weather = weather;
    this.#carry('there', this.#incoming, this.#outgoing);
    this.#carry('back', this.#outgoing, this.#incoming);
  }

  reset(): void {
    breakOff(this.#incoming);
    breakOff(this.#outgoing);
  }

  #carry(direction: Direction, from: Socket, to: Socket): void {
    let isLost = false;
    let dueAtMs = 0;
    /** In order, whatever the delays: nothing overtakes what was delayed before it. */
    const deliver = (work: () => void, delayMs: number) => {
      const nowMs = performance.now();
      dueAtMs = Math.max(dueAtMs, nowMs + delayMs);
      if (dueAtMs <= nowMs) work();
      else setTimeout(work, dueAtMs - nowMs);
    };
    const write = (bytes: Buffer, delayMs: number) => {
      deliver(() => {
        if (to.destroyed || to.write(bytes)) return;
        from.pause();
        to.once('drain', () => from.resume());
      }, delayMs);
    };
    from.on('data', (bytes: Buffer) => {
      const weather = this.#weather();
      switch (weather.kind) {
        case 'swallowing':
          isLost ||= weather.direction === direction || weather.direction === 'both';
          break;
        case 'truncating':
          if (weather.direction !== direction) break;
          to.write(bytes.subarray(0, weather.afterBytes), () => {
            this.reset();
          });
          isLost = true;
          break;
        case 'calm':
        case 'slow':
        case 'refusing':
      }
      if (!isLost) write(bytes, weather.kind === 'slow' ? weather.delayMs : 0);
    });
    from.on('end', () => {
      if (!isLost) deliver(() => to.end(), 0);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      deliver(() => to.destroy(), 0);
    });
  }
}

/** A socket that is shutting down cannot be reset: Node would believe that it is closed, and never end. */
function breakOff(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

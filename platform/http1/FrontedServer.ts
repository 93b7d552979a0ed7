import { Server, type RequestListener } from 'node:http';
import { Socket } from 'node:net';
import type { RequestFront } from './RequestFront.js';
import { FrontConnection, type ConnectionHost } from './FrontConnection.js';
import { InnerConnection } from './InnerConnection.js';

/** How often connections are looked at that may have waited too long. */
const sweepMs = 5_000;

/** A server of Node.js with a front: connections come to the front first, and what it leaves alone to the listener. */
export class FrontedServer extends Server implements ConnectionHost {
  readonly front: RequestFront;
  readonly #connections = new Set<FrontConnection>();
  readonly #sweep: NodeJS.Timeout;

  readonly nowMs: () => number;

  /** @param nowMs a clock that never jumps. */
  constructor(
    front: RequestFront,
    listener: RequestListener,
    nowMs: () => number = () => performance.now(),
  ) {
    super((request, response) => {
      const { socket }: { socket: unknown } = request;
      if (socket instanceof InnerConnection) socket.follow(response);
      listener(request, response);
    });
    this.front = front;
    this.nowMs = nowMs;
    this.#sweep = setInterval(() => {
      this.closeOverdue();
    }, sweepMs).unref();
    this.on('close', () => {
      clearInterval(this.#sweep);
    });
  }

  get keepAliveFields(): string {
    return `Connection: keep-alive\r\nKeep-Alive: timeout=${String(Math.floor(this.keepAliveTimeout / 1_000))}\r\n`;
  }

  /** Node.js reports every connection in this way, and takes any that is reported so (documented for this event). */
  override emit(event: string, ...args: unknown[]): boolean {
    const [connection] = args;
    if (event !== 'connection' || !(connection instanceof Socket))
      return super.emit(event, ...args);
    this.#connections.add(new FrontConnection(connection, this));
    return true;
  }

  serve(connection: Socket | InnerConnection): void {
    super.emit('connection', connection);
  }

  onClosed(connection: FrontConnection): void {
    this.#connections.delete(connection);
  }

  override closeIdleConnections(): void {
    for (const connection of this.#connections) if (connection.isIdle) connection.close();
    super.closeIdleConnections();
  }

  override closeAllConnections(): void {
    for (const connection of this.#connections) connection.close();
    super.closeAllConnections();
  }

  /** Closes connections that have waited too long. */
  closeOverdue(): void {
    const nowMs = this.nowMs();
    for (const connection of this.#connections) {
      const limitMs = connection.isIdle ? this.keepAliveTimeout : this.requestTimeout;
      if (!connection.isBusy && nowMs - connection.sinceMs > limitMs) connection.close();
    }
  }
}

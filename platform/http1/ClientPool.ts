import type { ConnectionOptions } from 'node:tls';
import { ClientConnection, type ConnectionOwner } from './ClientConnection.js';
import type { HttpExchange } from './HttpExchange.js';

export interface ClientPoolOptions {
  readonly url: URL;
  /** How many connections there are at most; further exchanges wait for one of them. */
  readonly connectionLimit: number;
  /** How much a response may hold. */
  readonly responseLimitBytes: number;
  /** Whom to trust, if not those that Node.js does. */
  readonly tls?: Pick<ConnectionOptions, 'ca'>;
}

/** Connections to one server, each used again as soon as it is free. */
export class ClientPool implements ConnectionOwner {
  readonly #options: ClientPoolOptions;
  /** The one that was used last is taken first: the others may then be closed. */
  readonly #idle: ClientConnection[] = [];
  readonly #all = new Set<ClientConnection>();
  readonly #waiting: HttpExchange[] = [];
  #stopped: (() => void) | undefined;

  constructor(options: ClientPoolOptions) {
    this.#options = options;
  }

  send(exchange: HttpExchange): void {
    const connection = this.#take();
    if (connection) connection.start(exchange);
    else this.#waiting.push(exchange);
  }

  /** Resolves when everything under way is over, and all connections are closed. */
  async stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => (this.#stopped = resolve));
    for (const connection of this.#idle.splice(0)) connection.close();
    if (this.#all.size > 0) await stopped;
  }

  onFree(connection: ClientConnection): void {
    const next = this.#nextWaiting();
    if (next) connection.start(next);
    else if (this.#stopped) connection.close();
    else this.#idle.push(connection);
  }

  onClosed(connection: ClientConnection): void {
    this.#all.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
    const next = this.#nextWaiting();
    if (next) this.send(next);
    else if (this.#all.size === 0) this.#stopped?.();
  }

  #take(): ClientConnection | undefined {
    const nowMs = performance.now();
    for (;;) {
      const idle = this.#idle.pop();
      if (!idle) break;
      if (idle.isGood(nowMs)) return idle;
      idle.close();
    }
    if (this.#all.size >= this.#options.connectionLimit) return undefined;
    const connection = new ClientConnection(this.#options, this);
    this.#all.add(connection);
    return connection;
  }

  #nextWaiting(): HttpExchange | undefined {
    for (;;) {
      const next = this.#waiting.shift();
      if (!next?.isOver) return next;
    }
  }
}

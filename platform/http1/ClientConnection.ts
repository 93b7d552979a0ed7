import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ClientPoolOptions } from './ClientPool.js';
import type { Carrier, HttpExchange } from './HttpExchange.js';
import { ResponseReader } from './ResponseReader.js';

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** It can take the next exchange. */
  onFree(connection: ClientConnection): void;
  onClosed(connection: ClientConnection): void;
}

/** What arrives is read or copied before the next of any connection does: one buffer is enough for all. */
const arrivals = Buffer.allocUnsafe(65_536);
/** As undici has it: used no longer than that if the other side does not say how long it waits. */
const defaultIdleMs = 4_000;
/** A request takes a moment to arrive, and must not meet a connection that is being closed. */
const idleMarginMs = 1_000;

/** A connection to a server of HTTP/1.1, over which one exchange follows the other (RFC 9112). */
export class ClientConnection implements Carrier {
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #reader: ResponseReader;
  #exchange: HttpExchange | undefined;
  #answered = 0;
  #goodUntilMs = Infinity;

  constructor({ url, responseLimitBytes, tls }: ClientPoolOptions, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#reader = new ResponseReader(responseLimitBytes);
    const { protocol, hostname, port } = url;
    const isTls = protocol === 'https:';
    // An address of IPv6 has brackets in a URL.
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const options = {
      ...{ host, port: Number(port) || (isTls ? 443 : 80), noDelay: true },
      onread: {
        buffer: arrivals,
        callback: (length: number) => {
          this.#read(arrivals.subarray(0, length));
          return true;
        },
      },
    };
    this.#socket = isTls
      ? connectTls({
          ...options,
          ...tls,
          servername: isIP(host) ? '' : host,
          ALPNProtocols: ['http/1.1'],
        })
      : connectTcp(options);
    this.#socket.on('end', () => {
      const response = this.#reader.end();
      const exchange = this.#exchange;
      if (!response || !exchange) return;
      this.#exchange = undefined;
      exchange.succeed(response);
    });
    this.#socket.on('error', (error) => {
      this.#lose(error);
    });
    this.#socket.on('close', () => {
      this.#lose(new Error('The connection was closed.'));
      owner.onClosed(this);
    });
  }

  /** Whether the other side may be expected to still have it open. */
  isGood(nowMs: number): boolean {
    return nowMs < this.#goodUntilMs && !this.#socket.destroyed && this.#socket.writable;
  }

  start(exchange: HttpExchange): void {
    this.#exchange = exchange;
    exchange.carrier = this;
    const { text, encoding } = exchange.request;
    this.#socket.write(text, encoding);
  }

  /** What still comes belongs to nobody, so the connection is lost. */
  abandon(): void {
    this.#exchange = undefined;
    this.#socket.destroy();
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    const exchange = this.#exchange;
    if (!exchange) {
      // Nobody has asked for that.
      this.#socket.destroy();
      return;
    }
    try {
      const response = this.#reader.push(bytes);
      if (!response) return;
      this.#exchange = undefined;
      this.#answered += 1;
      const { keepsAlive, idleMs = defaultIdleMs } = response.head;
      if (keepsAlive) {
        this.#goodUntilMs = performance.now() + idleMs - idleMarginMs;
        this.#owner.onFree(this);
      } else {
        this.#socket.end();
      }
      exchange.succeed(response);
    } catch (error) {
      this.abandon();
      exchange.fail(error instanceof Error ? error : new Error(String(error)), { isStale: false });
    }
  }

  #lose(error: Error): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.fail(error, { isStale: this.#answered > 0 && !this.#reader.hasBegun });
  }
}

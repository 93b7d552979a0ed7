import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Told what becomes of a request that Node.js answers. */
export interface InnerOwner {
  onAnswered(): void;
  onInnerClosed(): void;
}

/**
 * A client's connection as Node.js sees it, which gets some of its requests only: what the server writes goes to the
 * client, and what it gets is what its owner hands on.
 */
export class InnerConnection extends Duplex {
  readonly #client: Socket;
  readonly #owner: InnerOwner;

  constructor(client: Socket, owner: InnerOwner) {
    super();
    this.#client = client;
    this.#owner = owner;
  }

  /** Asked for by who wants to know the address of a client. */
  get remoteAddress(): string | undefined {
    return this.#client.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#client.remotePort;
  }

  hand(bytes: Buffer): void {
    if (!this.push(bytes)) this.#client.pause();
  }

  /** The server has begun to answer what it was handed. */
  follow(response: ServerResponse): void {
    response.on('close', () => {
      this.#owner.onAnswered();
    });
  }

  override _read(): void {
    this.#client.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#client.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#client.end();
    done();
  }

  override _destroy(_error: Error | null, done: () => void): void {
    done();
    this.#owner.onInnerClosed();
  }
}

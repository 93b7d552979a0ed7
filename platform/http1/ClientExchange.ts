import type { FrontConnection } from './FrontConnection.js';
import type { FrontExchange } from './RequestFront.js';

/** One request that the front answers. */
export class ClientExchange implements FrontExchange {
  readonly #connection: FrontConnection;
  readonly #keepsAlive: boolean;
  #listeners: (() => void)[] | undefined;
  isGone = false;

  constructor(connection: FrontConnection, keepsAlive: boolean) {
    this.#connection = connection;
    this.#keepsAlive = keepsAlive;
  }

  onGone(listener: () => void): void {
    (this.#listeners ??= []).push(listener);
  }

  respond(status: number, fields: string, content: string): void {
    if (!this.isGone) this.#connection.respond(status, fields, content, this.#keepsAlive);
  }

  breakOff(): void {
    this.#connection.close();
  }

  leave(): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const listener of this.#listeners ?? []) listener();
  }
}

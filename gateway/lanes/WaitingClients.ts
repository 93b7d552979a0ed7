import type { ServerResponse } from 'node:http';
import { Cancellation, type CancelSignal } from '../../platform/Cancellation.js';

/** Somebody who waits for an answer. */
export interface Client {
  readonly isGone: boolean;
  /** Called when they go away before they have it. */
  onGone(listener: () => void): void;
}

/** The client that a response is for. */
export function clientOf(response: ServerResponse): Client {
  return {
    get isGone() {
      return response.destroyed;
    },
    onGone(listener) {
      response.on('close', () => {
        // A response that was written whole is closed, too.
        if (!response.writableFinished) listener();
      });
    },
  };
}

/** Those who wait for one run of an operation. Nothing is watched until somebody wants to know whether they still do. */
export class WaitingClients {
  readonly #first: Client;
  #others: Client[] | undefined;
  #waiting = 0;
  #cancellation: Cancellation | undefined;

  constructor(first: Client) {
    this.#first = first;
  }

  add(client: Client): void {
    (this.#others ??= []).push(client);
    if (this.#cancellation) this.#watch(client, this.#cancellation);
  }

  /** Aborted when the last of them has gone away. */
  get signal(): CancelSignal {
    if (this.#cancellation) return this.#cancellation;
    const cancellation = new Cancellation();
    this.#cancellation = cancellation;
    this.#watch(this.#first, cancellation);
    for (const client of this.#others ?? []) this.#watch(client, cancellation);
    if (this.#waiting === 0) cancellation.abort();
    return cancellation;
  }

  #watch(client: Client, cancellation: Cancellation): void {
    if (client.isGone) return;
    this.#waiting += 1;
    client.onGone(() => {
      this.#waiting -= 1;
      if (this.#waiting === 0) cancellation.abort();
    });
  }
}

import type { Caller } from '../../platform/identity.js';
import type { Outcome } from './OperationRun.js';
import { WaitingClients, type Client } from './WaitingClients.js';

interface SharedRun {
  running: { readonly clients: WaitingClients; readonly outcome: Promise<Outcome> } | undefined;
}

/**
 * Runs identical queries that are asked for at the same time once: the same caller, who sent the same text. What one
 * caller may see is never handed to another.
 */
export class SharedRuns {
  /** By the object that stands for a caller: whoever identifies callers has one for each. */
  readonly #callers = new WeakMap<Caller, Map<string, SharedRun>>();

  /** @param run starts the query; called unless the same is running. It never rejects. */
  share(
    caller: Caller,
    text: string,
    client: Client,
    run: (clients: WaitingClients) => Promise<Outcome>,
  ): Promise<Outcome> {
    const runs = this.#runsOf(caller);
    const running = runs.get(text)?.running;
    if (running) {
      running.clients.add(client);
      return running.outcome;
    }
    const clients = new WaitingClients(client);
    const outcome = run(clients);
    const shared: SharedRun = { running: { clients, outcome } };
    runs.set(text, shared);
    void outcome.then(() => {
      runs.delete(text);
      // The table of a Map that was replaced by another may live on until all memory is collected, and with it whatever
      // its entries hold: answers, requests and sockets, which would be copied around by every collection until then.
      shared.running = undefined;
    });
    return outcome;
  }

  #runsOf(caller: Caller): Map<string, SharedRun> {
    const known = this.#callers.get(caller);
    if (known) return known;
    const runs = new Map<string, SharedRun>();
    this.#callers.set(caller, runs);
    return runs;
  }
}

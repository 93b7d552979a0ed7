import { z } from 'zod';
import { effectSchema, type Effect } from '../../pluvo/sandbox/portfolio/Effect.js';

const reportSchema = z.object({
  tokens: z.number(),
  queries: z.number(),
  mutations: z.number(),
  operations: z.record(z.string(), z.number()),
});

/** The sandbox from behind: what really happened, what arrived, and what goes wrong. */
export class PluvoAdmin {
  readonly #url: string;

  constructor(sandboxUrl: string) {
    this.#url = `${sandboxUrl}/admin`;
  }

  /** Every effect with this title, which are unique to a test; without one, every effect there is. */
  async effects(title?: string): Promise<readonly Effect[]> {
    const filter = new URLSearchParams(title === undefined ? {} : { title });
    const response = await fetch(`${this.#url}/effects?${filter.toString()}`);
    return z.object({ effects: z.array(effectSchema) }).parse(await response.json()).effects;
  }

  async requests() {
    return reportSchema.parse(await (await fetch(`${this.#url}/requests`)).json());
  }

  async resetRequests(): Promise<void> {
    await fetch(`${this.#url}/requests`, { method: 'DELETE' });
  }

  async arm(fault: { name: string } & Record<string, unknown>): Promise<void> {
    await this.#post('faults', fault);
  }

  /** All that were armed since the last clear, and how often each has fired. */
  async faults() {
    const shape = z.object({ faults: z.array(z.object({ name: z.string(), fired: z.number() })) });
    return shape.parse(await (await fetch(`${this.#url}/faults`)).json()).faults;
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.#url}/faults`, { method: 'DELETE' });
  }

  /** Lets Pluvo issue a certificate by itself, and tell those who subscribed. */
  async achieve(user: string, certificateId: string, title: string): Promise<void> {
    await this.#post('achievements', { user, certificateId, title });
  }

  async subscribe(subscription: {
    url: string;
    key: string;
    events?: readonly string[];
  }): Promise<void> {
    await this.#post('webhooks', subscription);
  }

  /** What became of what was sent to each subscriber. */
  async subscriptions() {
    const shape = z.object({
      ...{ url: z.string(), state: z.string() },
      ...{ attempts: z.number(), delivered: z.number(), abandoned: z.number() },
    });
    const answer = await (await fetch(`${this.#url}/webhooks`)).json();
    return z.object({ webhooks: z.array(shape) }).parse(answer).webhooks;
  }

  /** Webhooks reach nobody from now on. */
  async unsubscribeAll(): Promise<void> {
    const answer = await (await fetch(`${this.#url}/webhooks`)).json();
    const { webhooks } = z
      .object({ webhooks: z.array(z.object({ id: z.string() })) })
      .parse(answer);
    for (const { id } of webhooks) await fetch(`${this.#url}/webhooks/${id}`, { method: 'DELETE' });
  }

  async changePerson(user: string, change: object): Promise<void> {
    await this.#post('users', { user, change });
  }

  /** Serves the schema without these, and nothing else missing: as `Certificate.title`. */
  async loseFields(...coordinates: string[]): Promise<void> {
    await this.#post('schema', { without: coordinates });
  }

  async #post(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.#url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox refused: ${await response.text()}`);
  }
}

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

  /** Every effect with this title; titles are unique to a test. */
  async effects(title: string): Promise<readonly Effect[]> {
    const response = await fetch(
      `${this.#url}/effects?${new URLSearchParams({ title }).toString()}`,
    );
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

  async clearFaults(): Promise<void> {
    await fetch(`${this.#url}/faults`, { method: 'DELETE' });
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

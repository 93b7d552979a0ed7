import { Pool } from 'undici';
import { z } from 'zod';
import { systemClock } from '../../platform/clock.js';
import { InternalIdentity } from '../../platform/identity.js';
import { parseJson } from '../../platform/parseJson.js';

const answerSchema = z.object({
  data: z.object({
    certificates: z.looseObject({
      edges: z.array(z.unknown()),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
  errors: z.never().optional(),
  extensions: z
    .looseObject({
      freshness: z
        .object({ ageMs: z.number().optional(), stale: z.array(z.object({ reason: z.string() })) })
        .optional(),
    })
    .optional(),
});

export type PageAnswer = z.output<typeof answerSchema>;

/** Reads pages of certificates over HTTP on connections that are kept alive, from a gateway or a subgraph. */
export class PageReader {
  readonly #url: string;
  readonly #identity: InternalIdentity;
  readonly #pool: Pool;

  constructor(
    url: string,
    { identitySecret, connections }: { identitySecret: string; connections: number },
  ) {
    this.#url = url;
    this.#identity = new InternalIdentity(identitySecret, systemClock);
    this.#pool = new Pool(url, { connections });
  }

  /** What a subgraph asks of its callers; good for less than a minute. */
  headers(): Record<string, string> {
    return { 'content-type': 'application/json', ...this.#identity.sign({ name: 'bench' }) };
  }

  /**
   * @param body a request of GraphQL as JSON
   * @throws Error unless it is answered with status 200
   */
  async text(body: string, headers = this.headers()): Promise<string> {
    const response = await this.#pool.request({ path: '/graphql', method: 'POST', headers, body });
    const text = await response.body.text();
    if (response.statusCode === 200) return text;
    throw new Error(`Expected status 200, got ${String(response.statusCode)}: ${text}`);
  }

  /** @throws Error unless a page comes without errors */
  async page(body: string): Promise<PageAnswer> {
    const text = await this.text(body);
    const answer = answerSchema.safeParse(parseJson(text));
    if (answer.success) return answer.data;
    throw new Error(`Expected a page without errors, got ${text.slice(0, 300)}`);
  }

  /** The sum of a counter of the process, over the samples whose labels contain this text. */
  async counter(name: string, labels = ''): Promise<number> {
    const { body } = await this.#pool.request({ path: '/metrics', method: 'GET' });
    const samples = [...(await body.text()).matchAll(/^(\w+)(\{.*\})? (\S+)$/gm)];
    return samples
      .filter(([, metric, given = '']) => metric === name && given.includes(labels))
      .reduce((sum, [, , , value]) => sum + Number(value), 0);
  }

  get url(): string {
    return this.#url;
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
  }
}

import { request } from 'undici';
import { z } from 'zod';

const counts = z.object({ total: z.number(), issued: z.number(), failed: z.number() });
const issuance = z.object({ status: z.string(), counts });
export type Progress = z.infer<typeof issuance>;

const fields = 'status counts { total issued failed }';

export interface Wish {
  readonly requestId: string;
  readonly certificateId: string;
  readonly emails: readonly string[];
  readonly title: string;
  readonly waitMs: number;
}

/** Asks the gateway as a caller does. Every method rejects unless it is answered without errors. */
export class Client {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async issue(input: Wish): Promise<Progress> {
    const document = `mutation ($input: IssueCertificateInput!) {
      issueCertificate(input: $input) { issuance { ${fields} } } }`;
    const shape = z.object({ issueCertificate: z.object({ issuance }) });
    return (await this.#ask(shape, document, { input })).issueCertificate.issuance;
  }

  async progress(requestId: string): Promise<Progress> {
    const document = `query ($requestId: ID!) { issuance(requestId: $requestId) { ${fields} } }`;
    return (await this.#ask(z.object({ issuance }), document, { requestId })).issuance;
  }

  async saveUsers(users: readonly object[]): Promise<void> {
    const document = 'mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { created } }';
    const shape = z.object({ saveUsers: z.object({ created: z.number() }) });
    await this.#ask(shape, document, { input: { users } });
  }

  async #ask<Data>(shape: z.ZodType<Data>, query: string, variables: object): Promise<Data> {
    const { body } = await request(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const answer = await body.json();
    const parsed = z.object({ data: shape, errors: z.never().optional() }).safeParse(answer);
    if (parsed.success) return parsed.data.data;
    throw new Error(
      `Expected an answer without errors, got ${JSON.stringify(answer).slice(0, 1_000)}`,
    );
  }
}

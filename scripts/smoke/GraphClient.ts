import { z } from 'zod';
import { parseJson } from '../../platform/parseJson.js';

const answerSchema = z.object({
  data: z.unknown(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.looseObject({ code: z.string() }) }))
    .default([]),
});

/** What a graph answers to one operation: checked data, or the codes of its errors. */
export interface Reply<Data> {
  readonly data: Data | undefined;
  readonly codes: readonly string[];
  readonly messages: readonly string[];
}

/** Issuing waits up to ten seconds inside one request; this is far beyond. */
const timeoutMs = 60_000;

/** Talks to the graph as any of its clients would: over HTTP, with a token if there is one. */
export class GraphClient {
  readonly #endpoint: URL;
  readonly #token: string | undefined;

  constructor(url: string, token: string | undefined) {
    this.#endpoint = new URL('/graphql', url);
    this.#token = token;
  }

  /** @throws Error saying what came, unless the answer has the expected shape and no errors. */
  async ask<Data>(query: string, variables: object, shape: z.ZodType<Data>): Promise<Data> {
    const { data, codes, messages } = await this.reply(query, variables, shape);
    if (data === undefined || codes.length > 0)
      throw new Error(`expected data, got ${codes.join(', ')}: ${messages.join(' ')}`);
    return data;
  }

  /** @throws Error if nothing of the expected shape came, with errors or without. */
  async reply<Data>(
    query: string,
    variables: object,
    shape: z.ZodType<Data>,
  ): Promise<Reply<Data>> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const answer = answerSchema.safeParse(parseJson(text));
    if (!answer.success)
      throw new Error(
        `expected an answer of GraphQL, got ${String(response.status)}: ${text.slice(0, 200)}`,
      );
    const { data, errors } = answer.data;
    const shaped = shape.safeParse(data);
    if (!shaped.success && errors.length === 0)
      throw new Error(`expected another shape of answer: ${z.prettifyError(shaped.error)}`);
    return {
      data: shaped.data,
      codes: errors.map(({ extensions }) => extensions.code),
      messages: errors.map(({ message }) => message),
    };
  }
}

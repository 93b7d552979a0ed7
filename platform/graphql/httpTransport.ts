import { Agent, request } from 'undici';
import { z } from 'zod';
import { PlatformError } from '../errors.js';
import { parseJson } from '../parseJson.js';
import type { SubgraphAnswer, SubgraphTransport } from './SubgraphTransport.js';

const answerSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z.array(z.looseObject({ message: z.string() })).optional(),
    extensions: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

/**
 * Reaches a subgraph over HTTP with keep-alive connections.
 * @param url address of its GraphQL endpoint; its `/health/ready` is on the same host.
 */
export function httpTransport(options: {
  name: string;
  url: string;
  timeoutMs: number;
}): SubgraphTransport {
  const { name, url, timeoutMs } = options;
  const dispatcher = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs });

  function unavailable(what: string, cause?: unknown): PlatformError {
    return new PlatformError('SUBGRAPH_UNAVAILABLE', `Expected an answer from ${name}; ${what}.`, {
      details: { subgraph: name },
      cause,
    });
  }

  async function post(headers: Readonly<Record<string, string>>, body: string): Promise<string> {
    const response = await request(url, {
      method: 'POST',
      dispatcher,
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.body.text();
  }

  return {
    async execute({ headers, ...body }): Promise<SubgraphAnswer> {
      const text = await post(headers, JSON.stringify(body)).catch((cause: unknown) => {
        throw unavailable('it could not be reached in time', cause);
      });
      const answer = answerSchema.safeParse(parseJson(text));
      if (!answer.success) throw unavailable('what came is not an answer of GraphQL');
      return answer.data;
    },
    async ready() {
      const health = new URL('/health/ready', url);
      const { statusCode, body } = await request(health, {
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await body.dump();
      if (statusCode !== 200) throw unavailable(`it is not ready (${String(statusCode)})`);
    },
    stop: () => dispatcher.close(),
  };
}

import { z } from 'zod';
import { PlatformError } from '../errors.js';
import { ClientPool } from '../http1/ClientPool.js';
import { HttpExchange, type Failure } from '../http1/HttpExchange.js';
import { ResponseTooLong, type HttpResponse } from '../http1/ResponseReader.js';
import { prepareRequest, type WriteRequest } from '../http1/writeRequest.js';
import { parseJson } from '../parseJson.js';
import type {
  ExchangeOptions,
  SubgraphAnswer,
  SubgraphReply,
  SubgraphTransport,
} from './SubgraphTransport.js';

const answerSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z.array(z.looseObject({ message: z.string() })).optional(),
    extensions: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

/** Far more than any answer a caller could use: what is longer is broken off, and must not fill the memory. */
const answerLimitBytes = 67_108_864;

/** More than a subgraph can answer at once; further requests wait for one of these. */
const connectionLimit = 256;

interface Sending<Result> extends ExchangeOptions {
  readonly write: WriteRequest;
  readonly content: string;
  /** @throws PlatformError if it is no answer. */
  read(this: void, response: HttpResponse): Result;
}

/**
 * Reaches a subgraph over HTTP with keep-alive connections.
 * @param url address of its GraphQL endpoint; its `/health/ready` is on the same host.
 */
export function httpTransport(options: {
  name: string;
  url: string;
  timeoutMs: number;
}): SubgraphTransport {
  const { name, timeoutMs } = options;
  const url = new URL(options.url);
  const pool = new ClientPool({ url, connectionLimit, responseLimitBytes: answerLimitBytes });
  const json = { 'content-type': 'application/json', accept: 'application/json' };
  const post = prepareRequest({ method: 'POST', url, headers: json });
  const health = prepareRequest({ method: 'GET', url: new URL('/health/ready', url) });

  function unavailable(what: string, cause?: unknown): PlatformError {
    return new PlatformError('SUBGRAPH_UNAVAILABLE', `Expected an answer from ${name}; ${what}.`, {
      details: { subgraph: name },
      cause,
    });
  }

  function send<Result>(sending: Sending<Result>, isRetry = false): Promise<Result> {
    const { write, headers, content, signal, isQuery, read } = sending;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(unavailable('nobody waits for it'));
        return;
      }
      const succeed = (response: HttpResponse): void => {
        try {
          resolve(read(response));
        } catch (error) {
          reject(error instanceof Error ? error : unavailable('it cannot be read', error));
        }
      };
      const fail = (error: Error, { isStale }: Failure): void => {
        if (isStale && isQuery && !isRetry) {
          resolve(send(sending, true));
          return;
        }
        const isTooLong = error instanceof ResponseTooLong;
        const what = isTooLong ? 'it is too long' : 'it could not be reached in time';
        reject(unavailable(what, error));
      };
      const request = write(headers, content);
      pool.send(new HttpExchange({ request, timeoutMs, signal, resolve: succeed, reject: fail }));
    });
  }

  function readAnswer({ head: { status }, text }: HttpResponse): SubgraphAnswer {
    const answer = answerSchema.safeParse(parseJson(text));
    if (!answer.success)
      throw unavailable(`what came with status ${String(status)} is not an answer of GraphQL`);
    return answer.data;
  }

  /** Read here is what may be of somebody else on the way, or may have broken off unnoticed. All other text goes on as it is. */
  function readReply(response: HttpResponse): SubgraphReply {
    const { status, framing, cacheControl, ageS } = response.head;
    return status !== 200 || framing.kind === 'until closed'
      ? { answer: readAnswer(response), cacheControl, ageS }
      : { text: response.text, cacheControl, ageS };
  }

  return {
    execute({ headers, ...body }) {
      const content = JSON.stringify(body);
      return send({ write: post, headers, content, isQuery: false, read: readAnswer });
    },
    exchange(content, { headers, signal, isQuery }) {
      return send({ write: post, headers, content, signal, isQuery, read: readReply });
    },
    ready() {
      return send({
        ...{ write: health, headers: {}, content: '', isQuery: true },
        read({ head: { status } }) {
          if (status !== 200) throw unavailable(`it is not ready (${String(status)})`);
        },
      });
    },
    stop: () => pool.stop(),
  };
}

import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext } from 'cockatiel';
import { request, type Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { parseJson } from '../platform/parseJson.js';
import type { AccessToken } from './AccessToken.js';
import { answerSchema } from './answer.js';
import { PluvoError } from './errors.js';
import { retryAfterMs } from './retryAfter.js';

export interface Query<Data> {
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data: z.ZodType<Data>;
}

/** A failure that may pass: the read is tried again, after the pause Pluvo asked for if it did. */
class PassingFailure extends Error {
  readonly answer: PluvoError;
  readonly waitMs: number | undefined;
  constructor(answer: PluvoError, waitMs?: number) {
    super(answer.message, { cause: answer });
    this.answer = answer;
    this.waitMs = waitMs;
  }
}

/** Attempts after the first. */
const maxAttempts = 2;
const firstPauseMs = 100;

/** Reads from Pluvo: reads change nothing, so they are tried up to three times within one deadline. */
export class PluvoReader {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #token: AccessToken;
  readonly #dispatcher: Dispatcher;
  readonly #clock: Clock;

  constructor(options: {
    url: string;
    timeoutMs: number;
    token: AccessToken;
    dispatcher: Dispatcher;
    clock: Clock;
  }) {
    this.#url = options.url;
    this.#timeoutMs = options.timeoutMs;
    this.#token = options.token;
    this.#dispatcher = options.dispatcher;
    this.#clock = options.clock;
  }

  /** @throws PluvoError if no complete answer without errors came within the deadline. */
  async read<Data>(query: Query<Data>): Promise<Data> {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const policy = retry(
      handleWhen((error) => error instanceof PassingFailure),
      { maxAttempts, backoff: new DelegateBackoff(pauseMs) },
    );
    try {
      return await policy.execute(() => this.#attempt(query, signal), signal);
    } catch (error) {
      if (error instanceof PassingFailure) throw error.answer;
      throw error;
    }
  }

  async #attempt<Data>(
    { document, variables, data }: Query<Data>,
    signal: AbortSignal,
  ): Promise<Data> {
    const token = await this.#token.get();
    const { status, retryAfter, text } = await request(this.#url, {
      method: 'POST',
      dispatcher: this.#dispatcher,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: document, variables }),
      signal,
    })
      .then(async (response) => ({
        status: response.statusCode,
        retryAfter: response.headers['retry-after'],
        text: await response.body.text(),
      }))
      .catch((cause: unknown) => {
        throw new PassingFailure(unavailable('it could not be reached in time', cause));
      });
    if (status === 401) {
      this.#token.invalidate(token);
      throw new PassingFailure(refused('it does not accept our token'), 0);
    }
    if (status === 429) {
      const waitMs =
        typeof retryAfter === 'string' ? retryAfterMs(retryAfter, this.#clock.nowMs()) : undefined;
      throw new PassingFailure(
        new PluvoError(
          'PLUVO_RATE_LIMITED',
          'Expected an answer from Pluvo; its rate limit is used up.',
          {
            details: { ...(waitMs !== undefined && { retryAfterMs: waitMs }) },
          },
        ),
        waitMs,
      );
    }
    if (status >= 500 || status === 408)
      throw new PassingFailure(unavailable(`got status ${String(status)}`));
    if (status === 403) throw refused('our token lacks a scope');
    const answer = answerSchema.safeParse(parseJson(text)).data;
    if (!answer) throw new PassingFailure(unavailable('what came is not an answer of GraphQL'));
    if (answer.errors) throw refused(answer.errors.map(({ message }) => message).join('; '));
    const result = data.safeParse(answer.data);
    if (!result.success) throw unavailable('what came has not the documented shape', result.error);
    return result.data;
  }
}

/** How long to wait before the next attempt: as Pluvo asked, else twice as long as before. */
function pauseMs({ result, attempt }: IRetryBackoffContext<unknown>): number {
  const asked =
    'error' in result && result.error instanceof PassingFailure ? result.error.waitMs : undefined;
  return asked ?? firstPauseMs * 2 ** (attempt - 1);
}

function unavailable(what: string, cause?: unknown): PluvoError {
  return new PluvoError('PLUVO_UNAVAILABLE', `Expected an answer from Pluvo; ${what}.`, { cause });
}

function refused(what: string): PluvoError {
  return new PluvoError('PLUVO_REFUSED', `Expected Pluvo to answer; it refused: ${what}.`);
}

import { setTimeout as delay } from 'node:timers/promises';
import { errors, request, type Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { redact } from '../platform/log.js';
import { parseJson } from '../platform/parseJson.js';
import type { AccessToken } from './AccessToken.js';
import { answerSchema } from './answer.js';
import { PluvoError } from './errors.js';
import type { Governor, Refusal, Signed } from './governor/Governor.js';
import { isRefusal } from './isRefusal.js';
import type { CallOptions } from './PluvoClient.js';
import { RefusedFields } from './RefusedFields.js';
import { retryAfterMs } from './retryAfter.js';

export interface Query<Data> {
  /** The operation that it counts as. */
  readonly name: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data: z.ZodType<Data>;
}

/** A failure that may pass: the read is tried again, after the pause Pluvo asked for if it did. */
class PassingFailure extends Error {
  readonly answer: PluvoError;
  readonly sign: Signed<unknown>['sign'];
  readonly waitMs: number | undefined;
  constructor(
    answer: PluvoError,
    sign: Signed<unknown>['sign'] = { kind: 'failing' },
    waitMs?: number,
  ) {
    super(answer.message, { cause: answer });
    this.answer = answer;
    this.sign = sign;
    this.waitMs = waitMs;
  }
}

/** An answer, or why there is none. */
type Attempt<Data> =
  | { readonly kind: 'answered'; readonly data: Data }
  | { readonly kind: 'failed'; readonly error: unknown };

const maxRetries = 2;
const firstPauseMs = 100;

/** Reads from Pluvo: reads change nothing, so they are tried up to three times within one deadline. */
export class PluvoReader {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #token: AccessToken;
  readonly #dispatcher: Dispatcher;
  readonly #clock: Clock;
  readonly #governor: Governor;

  constructor(options: {
    url: string;
    timeoutMs: number;
    token: AccessToken;
    dispatcher: Dispatcher;
    clock: Clock;
    governor: Governor;
  }) {
    this.#url = options.url;
    this.#timeoutMs = options.timeoutMs;
    this.#token = options.token;
    this.#dispatcher = options.dispatcher;
    this.#clock = options.clock;
    this.#governor = options.governor;
  }

  /** @throws PluvoError if no complete answer without errors came within the deadline. */
  async read<Data>(query: Query<Data>, { priority }: CallOptions): Promise<Data> {
    const deadlineMs = this.#clock.monotonicMs() + this.#timeoutMs;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const call = { operation: query.name, priority, deadlineMs };
    for (let retries = 0; ; retries += 1) {
      const governed = await this.#governor.run(call, () => this.#signed(query, signal));
      if (governed.kind === 'refused') throw notAsked(governed);
      const attempt = governed.value;
      if (attempt.kind === 'answered') return attempt.data;
      const { error } = attempt;
      if (!(error instanceof PassingFailure)) throw error;
      const pauseMs = error.waitMs ?? firstPauseMs * 2 ** retries;
      // A pause that would end after the deadline helps nobody: the caller is told now.
      const isTooLate = signal.aborted || this.#clock.monotonicMs() + pauseMs >= deadlineMs;
      if (retries === maxRetries || isTooLate) throw error.answer;
      // A new token instead of an old one is no load that could become a storm.
      if (error.sign.kind !== 'well' && !this.#governor.mayRetry(call)) throw error.answer;
      await delay(pauseMs);
    }
  }

  /** One attempt, and what it says about Pluvo. Never rejects. */
  async #signed<Data>(query: Query<Data>, signal: AbortSignal): Promise<Signed<Attempt<Data>>> {
    try {
      const data = await this.#attempt(query, signal);
      return { value: { kind: 'answered', data }, sign: { kind: 'well' } };
    } catch (error) {
      const sign = error instanceof PassingFailure ? error.sign : ({ kind: 'well' } as const);
      return { value: { kind: 'failed', error }, sign };
    }
  }

  async #attempt<Data>(query: Query<Data>, signal: AbortSignal): Promise<Data> {
    const token = await this.#tokenWithin(signal);
    const { status, retryAfter, text } = await this.#post(query, token, signal);
    if (status === 401) {
      this.#token.invalidate(token);
      throw new PassingFailure(refused('it does not accept our token'), { kind: 'well' }, 0);
    }
    if (status === 429) throw this.#rateLimited(retryAfter);
    if (status >= 500 || status === 408)
      throw new PassingFailure(unavailable(`got status ${String(status)}`));
    if (status === 403) throw refused('our token lacks a scope');
    const answer = answerSchema.safeParse(parseJson(text)).data;
    if (answer?.errors) throw refusedBy(answer.errors);
    if (isRefusal(status)) throw refused(`got status ${String(status)}; check its address`);
    if (!answer) throw new PassingFailure(unavailable('what came is not an answer of GraphQL'));
    const result = query.data.safeParse(answer.data);
    if (!result.success) throw unavailable('what came has not the documented shape', result.error);
    return result.data;
  }

  async #post({ document, variables }: Query<unknown>, token: string, signal: AbortSignal) {
    try {
      const { statusCode, headers, body } = await request(this.#url, {
        method: 'POST',
        dispatcher: this.#dispatcher,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query: document, variables }),
        signal,
      });
      const text = await body.text();
      return { status: statusCode, retryAfter: headers['retry-after'], text };
    } catch (cause) {
      // The same question would have as long an answer.
      if (cause instanceof errors.ResponseExceededMaxSizeError) throw tooLarge(cause);
      throw new PassingFailure(unavailable('it could not be reached in time', cause));
    }
  }

  #rateLimited(retryAfter: string | string[] | undefined): PassingFailure {
    const waitMs =
      typeof retryAfter === 'string' ? retryAfterMs(retryAfter, this.#clock.nowMs()) : undefined;
    const answer = new PluvoError(
      'PLUVO_RATE_LIMITED',
      'Expected an answer from Pluvo; its rate limit is used up.',
      { details: { ...(waitMs !== undefined && { retryAfterMs: waitMs }) } },
    );
    return new PassingFailure(answer, { kind: 'limited', retryAfterMs: waitMs }, waitMs);
  }

  /** The token is fetched for everybody, so it may take longer than this read has left. */
  #tokenWithin(signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new PassingFailure(unavailable('it gave no token in time')));
      });
      this.#token.get().then(resolve, reject);
    });
  }
}

/** The governor did not let it go out. */
function notAsked({ because, retryAfterMs }: Refusal): PluvoError {
  const details = retryAfterMs === undefined ? {} : { retryAfterMs };
  switch (because) {
    case 'BUSY':
      return new PluvoError(
        'PLUVO_BUSY',
        'Expected to ask Pluvo in time; too many others were before.',
        { details },
      );
    case 'PAUSED':
      return new PluvoError(
        'PLUVO_RATE_LIMITED',
        'Expected to ask Pluvo; its rate limit is used up, and it is left alone until it recovers.',
        { details },
      );
    case 'BROKEN':
      return new PluvoError(
        'PLUVO_UNAVAILABLE',
        'Expected to ask Pluvo; it has kept failing, and is left alone for a while.',
        { details },
      );
  }
}

function unavailable(what: string, cause?: unknown): PluvoError {
  return new PluvoError('PLUVO_UNAVAILABLE', `Expected an answer from Pluvo; ${what}.`, { cause });
}

function tooLarge(cause: Error): PluvoError {
  return new PluvoError(
    'PLUVO_ANSWER_TOO_LARGE',
    'Expected an answer of Pluvo that is not longer than PLUVO_ANSWER_LIMIT_BYTES.',
    { cause },
  );
}

function refused(what: string): PluvoError {
  return new PluvoError('PLUVO_REFUSED', refusal(what));
}

function refusedBy(errors: NonNullable<z.infer<typeof answerSchema>['errors']>): PluvoError {
  const what = redact(errors.map(({ message }) => message).join('; '));
  const names = errors.map(({ path }) => path?.[0]);
  const areOfFields = names.every((name) => typeof name === 'string');
  return areOfFields ? new RefusedFields(refusal(what), new Set(names)) : refused(what);
}

function refusal(what: string): string {
  return `Expected Pluvo to answer; it refused: ${what}.`;
}

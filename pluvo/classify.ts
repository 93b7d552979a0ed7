import type { z } from 'zod';
import { parseJson } from '../platform/parseJson.js';
import { answerSchema } from './answer.js';
import type { Outcome, Rejected } from './outcome.js';
import { retryAfterMs } from './retryAfter.js';
import type { Exchange } from './sendOnce.js';

/** What stands between us and Pluvo may answer 200 as well, with a page of its own. */
const jsonType = /^application\/(graphql-response\+)?json\s*(;|$)/i;

/** Statuses with which a server turns a request away before it does anything for it. */
const refusals: ReadonlyMap<number, Rejected['cause']> = new Map([
  [400, 'INVALID'],
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [413, 'INVALID'],
  [429, 'RATE_LIMITED'],
]);

/**
 * What a mutation's exchange means. When in doubt it is UNKNOWN: an outcome wrongly believed to be "not executed" is a
 * second certificate.
 */
export function classify<Result>(
  exchange: Exchange,
  data: z.ZodType<Result>,
  nowMs: number,
): Outcome<Result> {
  switch (exchange.kind) {
    case 'not sent':
      return { kind: 'NOT_SENT', reason: exchange.reason };
    case 'broken':
      return { kind: 'UNKNOWN', reason: exchange.reason };
    case 'answered':
      return classifyAnswer(exchange, data, nowMs);
  }
}

function classifyAnswer<Result>(
  { status, retryAfter, contentType, body }: Extract<Exchange, { kind: 'answered' }>,
  data: z.ZodType<Result>,
  nowMs: number,
): Outcome<Result> {
  const json = parseJson(body);
  const reject = (cause: Rejected['cause']): Rejected => ({
    kind: 'REJECTED_BEFORE_EXECUTION',
    cause,
    reason: `Pluvo answered with status ${String(status)}`,
    ...(retryAfter !== undefined && { retryAfterMs: retryAfterMs(retryAfter, nowMs) }),
  });
  const cause = refusals.get(status);
  if (cause !== undefined) {
    // Whatever the status says: data, or an error that names a field, was made by carrying it out.
    return wasExecuted(json)
      ? { kind: 'UNKNOWN', reason: `status ${String(status)} with a trace of execution` }
      : reject(cause);
  }
  if (status !== 200)
    return { kind: 'UNKNOWN', reason: `Pluvo answered with status ${String(status)}` };
  if (!jsonType.test(contentType ?? ''))
    return { kind: 'UNKNOWN', reason: 'the answer does not say that it is JSON' };
  const answer = answerSchema.safeParse(json).data;
  if (!answer)
    return { kind: 'UNKNOWN', reason: 'the answer is not one of GraphQL, or was cut off' };
  if (answer.errors && !wasExecuted(json)) return reject('INVALID');
  if (answer.errors) return { kind: 'UNKNOWN', reason: 'the answer holds errors of execution' };
  const result = data.safeParse(answer.data);
  return result.success
    ? { kind: 'DEFINITE', result: result.data }
    : { kind: 'UNKNOWN', reason: 'the answer has not the shape of the mutation' };
}

/**
 * Whether an answer, however odd the rest of it, holds what only execution makes: data, also null, or an error that
 * names the field it came from (October 2021 edition, section 7.1.2).
 */
function wasExecuted(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const errors: unknown[] = 'errors' in json && Array.isArray(json.errors) ? json.errors : [];
  const hasPath = (error: unknown) =>
    typeof error === 'object' && error !== null && 'path' in error && Array.isArray(error.path);
  return 'data' in json || errors.some(hasPath);
}

import { traceIdHeader } from '../../platform/http/AnsweredRequests.js';
import type { FrontExchange } from '../../platform/http1/RequestFront.js';
import type { Trace } from '../../platform/trace.js';
import type { Keepable } from '../answers/DeclaredCaching.js';
import { answerToGet } from './answerToGet.js';
import { ageHeader, answerText, freshnessExtensions } from './answerText.js';
import type { GetRequest } from './lookAtRequest.js';
import { statusFor, type MediaType } from './mediaTypes.js';
import type { Outcome } from './OperationRun.js';

/** Where an answer goes, and what its head says of the request. */
export interface Recipient {
  readonly front: FrontExchange;
  readonly trace: Trace;
  readonly mediaType: MediaType;
  readonly get: GetRequest | undefined;
}

/** An answer without errors. */
export interface GoodAnswer {
  readonly body: string;
  /** Absent if it may not be kept. */
  readonly keepable: Keepable | undefined;
  /** Of its oldest part, when it was made; absent if none came from a cache. */
  readonly ageMs: number | undefined;
}

const notStored = 'cache-control: no-store\r\n';

/**
 * Writes an answer as the full lane would, in one piece.
 * @returns its status.
 */
export function writeAnswer(recipient: Recipient, outcome: Outcome): number {
  const { errors, freshness, keepable } = outcome;
  const body = bodyOf(outcome);
  const { ageMs } = freshness;
  if (errors.length === 0) return writeGood(recipient, { body, keepable, ageMs });
  const status = statusFor(recipient.mediaType, outcome.status, errors);
  write(recipient, { status, body, fields: notStored, ageMs });
  return status;
}

/** The body of the answer. */
export function bodyOf({ data, errors, freshness }: Outcome): string {
  return answerText({ data, errors, extensions: freshnessExtensions(freshness) });
}

/**
 * Writes an answer that may have been made earlier.
 * @param ageMs of its oldest part, by now.
 * @returns its status.
 */
export function writeGood(recipient: Recipient, answer: GoodAnswer, ageMs = answer.ageMs): number {
  const { mediaType, get } = recipient;
  const { body } = answer;
  if (!get) {
    write(recipient, { status: 200, body, fields: notStored, ageMs });
    return 200;
  }
  const { isKnown, fields } = answerToGet({
    ...{ ...answer, ageMs: answer.ageMs ?? 0 },
    ...{ mediaType, ifNoneMatch: get.ifNoneMatch },
  });
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = isKnown ? 304 : 200;
  write(recipient, { status, body, fields: lines.join(''), ageMs });
  return status;
}

interface Written {
  readonly status: number;
  readonly body: string;
  readonly fields: string;
  readonly ageMs: number | undefined;
}

function write({ front, trace, mediaType }: Recipient, written: Written): void {
  const { status, body, ageMs } = written;
  const age = ageHeader({ ageMs });
  const fields = `${traceIdHeader}: ${trace.traceId}\r\n${written.fields}${age === undefined ? '' : `age: ${age}\r\n`}`;
  // Not modified: nothing is said of a body that does not come.
  if (status === 304) front.respond(status, fields, '');
  else front.respond(status, `${fields}content-type: ${mediaType.contentType}\r\n`, body);
}

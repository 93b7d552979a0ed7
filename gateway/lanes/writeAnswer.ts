import { traceIdHeader } from '../../platform/http/AnsweredRequests.js';
import type { FrontExchange } from '../../platform/http1/RequestFront.js';
import type { Trace } from '../../platform/trace.js';
import { ageHeader, answerText, freshnessExtensions } from './answerText.js';
import { statusFor, type MediaType } from './mediaTypes.js';
import type { Outcome } from './OperationRun.js';

/** Where an answer goes, and what its head says of the request. */
export interface Recipient {
  readonly front: FrontExchange;
  readonly trace: Trace;
  readonly mediaType: MediaType;
}

/**
 * Writes an answer as the full lane would, in one piece.
 * @returns its status.
 */
export function writeAnswer(recipient: Recipient, outcome: Outcome): number {
  const { errors, freshness } = outcome;
  const status = statusFor(recipient.mediaType, outcome.status, errors);
  writeBody(recipient, status, bodyOf(outcome), ageHeader(freshness));
  return status;
}

/** The body of the answer. */
export function bodyOf({ data, errors, freshness }: Outcome): string {
  return answerText({ data, errors, extensions: freshnessExtensions(freshness) });
}

/** Writes a body that is ready, under the fields that all answers have. */
export function writeBody(
  { front, trace, mediaType }: Recipient,
  status: number,
  body: string,
  age: string | undefined,
): void {
  const fields = `${traceIdHeader}: ${trace.traceId}\r\ncache-control: no-store\r\ncontent-type: ${mediaType.contentType}\r\n`;
  front.respond(status, age === undefined ? fields : `${fields}age: ${age}\r\n`, body);
}

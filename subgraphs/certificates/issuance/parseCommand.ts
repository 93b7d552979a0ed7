import { parseEmails } from '../../../platform/email.js';
import { parseUuid } from '../../../platform/uuid.js';
import { CertificatesError } from '../errors.js';
import type { IssueCertificateInput, MutationGenerateCertificateArgs } from '../generated.js';
import type { IssueCommand } from './IssueCommand.js';

export interface IssuanceLimits {
  readonly maxRecipients: number;
  readonly defaultWaitMs: number;
  readonly maxWaitMs: number;
}

type Given<T> = T | null | undefined;

/** @throws CertificatesError or PlatformError for the first thing that is wrong. */
export function parseIssueCertificate(
  input: IssueCertificateInput,
  caller: string,
  limits: IssuanceLimits,
): IssueCommand {
  return {
    operation: 'issueCertificate',
    caller,
    requestId: parseRequestId(input.requestId),
    certificateId: parseUuid(input.certificateId, 'certificateId'),
    recipients: {
      kind: 'emails',
      emails: distinct(parseEmails(withinLimit(input.emails, 'emails', limits), 'emails')),
    },
    ...parseCommon(input),
    onDuplicate: input.onDuplicate ?? 'SKIP',
    waitMs: parseWait(input.waitMs, limits),
  };
}

/** @throws CertificatesError or PlatformError for the first thing that is wrong. */
export function parseGenerateCertificate(
  input: MutationGenerateCertificateArgs,
  caller: string,
  limits: IssuanceLimits,
): IssueCommand {
  const userIds = withinLimit(input.userIds, 'userIds', limits);
  return {
    operation: 'generateCertificate',
    caller,
    requestId: parseRequestId(input.requestId),
    certificateId: parseUuid(input.id, 'id'),
    recipients: {
      kind: 'pluvo users',
      pluvoUserIds: distinct(userIds.map((id) => parseUuid(id, 'userIds'))),
    },
    ...parseCommon(input),
    onDuplicate: 'SKIP',
    waitMs: limits.defaultWaitMs,
  };
}

function parseCommon(input: {
  title?: Given<string>;
  trainingId?: Given<string>;
  issueDate?: Given<string>;
}): Pick<IssueCommand, 'title' | 'trainingId' | 'issueDate'> {
  const { title, trainingId, issueDate } = input;
  return {
    title: typeof title === 'string' ? parseTitle(title) : undefined,
    trainingId: typeof trainingId === 'string' ? parseUuid(trainingId, 'trainingId') : undefined,
    issueDate: typeof issueDate === 'string' ? parseDate(issueDate) : undefined,
  };
}

export function parseRequestId(requestId: string): string {
  if (/^[\x21-\x7e]{16,255}$/.test(requestId)) return requestId;
  throw new CertificatesError(
    'INVALID_REQUEST_ID',
    `Expected requestId to be 16 to 255 visible ASCII characters, got ${String(requestId.length)} characters${/^[\x21-\x7e]*$/.test(requestId) ? '' : ', some of them not visible ASCII'}.`,
  );
}

function parseTitle(title: string): string {
  const trimmed = title.trim();
  const isOneLine = !/[\p{Cc}\p{Cs}]/u.test(trimmed);
  if (isOneLine && trimmed.length >= 1 && trimmed.length <= 255) return trimmed;
  throw new CertificatesError(
    'INVALID_TITLE',
    `Expected title to have 1 to 255 characters on one line, got ${String(trimmed.length)}${isOneLine ? '' : ', some of them control characters or halves of one'}.`,
  );
}

/** In UTC as well: beyond these years an instant is written otherwise, and Pluvo's calendar ends. */
const earliestMs = Date.parse('0001-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');
const datePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** To the second: finer parts may not survive in Pluvo, and the date must be recognised there. */
function parseDate(text: string): string {
  const instantMs = datePattern.test(text) ? Date.parse(text) : NaN;
  const [year, month, day] = text.split(/[-T]/i).map(Number);
  // Date.parse takes 31 April for 1 May; the calendar does not.
  const exists = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
  if (instantMs >= earliestMs && instantMs <= latestMs && exists) return toSecond(instantMs);
  throw new CertificatesError(
    'INVALID_DATE',
    `Expected issueDate to be a point in time like 2026-11-23T09:30:00Z, got "${text.slice(0, 64)}".`,
  );
}

/** RFC 3339 in UTC without fractions of a second. */
export function toSecond(instantMs: number): string {
  return new Date(instantMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

function parseWait(waitMs: Given<number>, { defaultWaitMs, maxWaitMs }: IssuanceLimits): number {
  if (typeof waitMs !== 'number') return defaultWaitMs;
  if (waitMs >= 0 && waitMs <= maxWaitMs) return waitMs;
  throw new CertificatesError(
    'INVALID_WAIT',
    `Expected waitMs to be from 0 to ${String(maxWaitMs)}, got ${String(waitMs)}.`,
  );
}

function withinLimit<T>(
  list: readonly T[],
  argument: string,
  limits: IssuanceLimits,
): readonly T[] {
  const { maxRecipients } = limits;
  if (list.length === 0) {
    throw new CertificatesError(
      'NO_RECIPIENTS',
      `Expected ${argument} to name somebody, got an empty list.`,
    );
  }
  if (list.length > maxRecipients) {
    throw new CertificatesError(
      'TOO_MANY_RECIPIENTS',
      `Expected at most ${String(maxRecipients)} in ${argument}, got ${String(list.length)}.`,
    );
  }
  return list;
}

function distinct(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)];
}

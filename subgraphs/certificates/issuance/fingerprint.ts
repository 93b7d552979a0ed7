import { createHash } from 'node:crypto';
import { CertificatesError } from '../errors.js';
import type { IssueCommand } from './IssueCommand.js';

/** The caller's own words that make a request what it is, in one order, for JSON. */
type Words = (command: IssueCommand) => unknown;

/**
 * One entry for each version there ever was, the first being version 1; none is ever changed or taken out. What is new is
 * written with the last, and records are compared by the version they were written with.
 */
export const fingerprintVersions: readonly Words[] = [
  ({ operation, certificateId, recipients, title, trainingId, issueDate, onDuplicate }) => {
    const who = recipients.kind === 'emails' ? recipients.emails : recipients.pluvoUserIds;
    // JSON.stringify leaves out what is undefined, and writes the keys in this order.
    return {
      operation,
      certificateId,
      recipients: [...who].sort(),
      title,
      trainingId,
      issueDate,
      onDuplicate,
    };
  },
];

/**
 * What the caller asked for, as one short text: the same request ID with another fingerprint is another request. It
 * covers the caller's own words, never what we looked up or defaulted, so that a retry after midnight or after an
 * address moved is still the same request.
 */
export function fingerprint(command: IssueCommand, versions = fingerprintVersions): string {
  return fingerprintBy(versions.length, command, versions);
}

/**
 * Whether a request asks for the same as the one that was recorded.
 * @throws CertificatesError REQUEST_ID_NOT_COMPARABLE if a newer build wrote the record: nobody can tell then.
 */
export function isSameRequest(
  recorded: string,
  command: IssueCommand,
  versions = fingerprintVersions,
): boolean {
  const version = Number(recorded.split(':', 1)[0]);
  return recorded === fingerprintBy(version, command, versions);
}

function fingerprintBy(version: number, command: IssueCommand, versions: readonly Words[]): string {
  const words = versions[version - 1];
  if (!words) {
    throw new CertificatesError(
      'REQUEST_ID_NOT_COMPARABLE',
      `Expected a request ID whose first request this build can compare with; it was recorded in version ${String(version)}, and this build knows ${String(versions.length)}.`,
    );
  }
  const digest = createHash('sha256')
    .update(JSON.stringify(words(command)))
    .digest('hex');
  return `${String(version)}:${digest}`;
}

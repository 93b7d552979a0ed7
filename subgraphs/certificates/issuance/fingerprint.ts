import { createHash } from 'node:crypto';
import type { IssueCommand } from './IssueCommand.js';

/**
 * What the caller asked for, as one short text: the same request ID with another fingerprint is another request. It
 * covers the caller's own words, never what we looked up or defaulted, so that a retry after midnight or after an
 * address moved is still the same request. Versioned: records are compared by the version they were written with.
 */
export function fingerprint(command: IssueCommand): string {
  const { operation, certificateId, recipients, title, trainingId, issueDate, onDuplicate } =
    command;
  const who = recipients.kind === 'emails' ? recipients.emails : recipients.pluvoUserIds;
  // JSON.stringify leaves out what is undefined, and writes the keys in this order.
  const canonical = JSON.stringify({
    operation,
    certificateId,
    recipients: [...who].sort(),
    title,
    trainingId,
    issueDate,
    onDuplicate,
  });
  return `1:${createHash('sha256').update(canonical).digest('hex')}`;
}

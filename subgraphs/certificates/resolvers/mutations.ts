import { parseEmails } from '../../../platform/email.js';
import { parseUuid } from '../../../platform/uuid.js';
import { CertificatesError } from '../errors.js';
import type { ResolveRecipientInput, Resolvers } from '../generated.js';
import {
  parseGenerateCertificate,
  parseIssueCertificate,
  parseRequestId,
} from '../issuance/parseCommand.js';
import type { RecipientStatus } from '../issuance/states.js';

export const mutationResolvers: Resolvers = {
  Mutation: {
    issueCertificate: (_parent, { input }, { issuing, caller, limits }) =>
      issuing.issue(parseIssueCertificate(input, caller.name, limits)),
    generateCertificate: (_parent, args, { issuing, caller, limits }) =>
      issuing.issue(parseGenerateCertificate(args, caller.name, limits)),
    async resolveRecipient(_parent, { input }, { ledger, caller, clock }) {
      const issuance = await ledger.find(caller.name, parseRequestId(input.requestId));
      if (!issuance) {
        throw new CertificatesError(
          'ISSUANCE_NOT_FOUND',
          'Expected a request ID under which this caller has issued; there is none.',
        );
      }
      const answer = await ledger.decide(issuance.id, recipientOf(input), {
        issued: input.verdict === 'ISSUED',
        decidedBy: caller.email ?? caller.name,
        decidedAtMs: clock.nowMs(),
        evidence: parseEvidence(input.evidence),
      });
      if (!answer) {
        throw new CertificatesError(
          'RECIPIENT_NOT_FOUND',
          'Expected a recipient of this issuance; it has none like this.',
        );
      }
      if (!answer.decided) {
        throw new CertificatesError(
          'RECIPIENT_NOT_PARKED',
          `Expected a PARKED recipient, this one is ${answer.recipient.status}.`,
        );
      }
      return {
        recipient: answer.recipient,
        issuance: (await ledger.find(caller.name, issuance.requestId)) ?? issuance,
      };
    },
  },
  GenerateCertificate: {
    async bulkGenerate({ issuance }, _args, { ledger }) {
      const recipients = await ledger.recipientsOf(issuance.id);
      const idsWith = (wanted: RecipientStatus) =>
        recipients.flatMap(({ status, pluvoUserId }) =>
          status === wanted ? (pluvoUserId ?? []) : [],
        );
      return { succeededIds: idsWith('ISSUED'), failedIds: idsWith('FAILED') };
    },
  },
};

function recipientOf(input: ResolveRecipientInput): { email: string } | { pluvoUserId: string } {
  const { email, pluvoUserId } = input;
  if (typeof email === 'string' && typeof pluvoUserId !== 'string') {
    const [key = ''] = parseEmails([email], 'email');
    return { email: key };
  }
  if (typeof pluvoUserId === 'string' && typeof email !== 'string') {
    return { pluvoUserId: parseUuid(pluvoUserId, 'pluvoUserId') };
  }
  throw new CertificatesError(
    'RECIPIENT_NOT_FOUND',
    'Expected exactly one of email and pluvoUserId.',
  );
}

function parseEvidence(evidence: string): string {
  const text = evidence.trim();
  // PostgreSQL takes no null character.
  if (text.length >= 1 && text.length <= 2_000 && !text.includes('\0')) return text;
  throw new CertificatesError(
    'INVALID_EVIDENCE',
    `Expected evidence of 1 to 2000 characters, none of them null, got ${String(text.length)}.`,
  );
}

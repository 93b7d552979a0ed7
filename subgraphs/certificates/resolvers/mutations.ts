import { breathe } from '../../../platform/breathe.js';
import { parseEmails } from '../../../platform/email.js';
import type { Caller } from '../../../platform/identity.js';
import { parseUuid } from '../../../platform/uuid.js';
import { CertificatesError } from '../errors.js';
import type { ResolveRecipientInput, Resolvers } from '../generated.js';
import { cancelIssuance } from '../issuance/cancelIssuance.js';
import { expectRemembered } from '../issuance/expectRemembered.js';
import type { IssueCommand } from '../issuance/IssueCommand.js';
import type { Issued, Issuing } from '../issuance/Issuing.js';
import type { IssuanceRecord, Ledger } from '../issuance/Ledger.js';
import {
  parseGenerateCertificate,
  parseIssueCertificate,
  parseRequestId,
} from '../issuance/parseCommand.js';

export const mutationResolvers: Resolvers = {
  Mutation: {
    issueCertificate: (_parent, { input }, { issuing, caller, limits }) =>
      issueInPieces(issuing, () => parseIssueCertificate(input, caller.name, limits)),
    generateCertificate: (_parent, args, { issuing, caller, limits }) =>
      issueInPieces(issuing, () => parseGenerateCertificate(args, caller.name, limits)),
    async cancelIssuance(_parent, { input }, { ledger, caller, rules }) {
      const issuance = await ownIssuance(ledger, caller, input.requestId);
      const cancelled = await cancelIssuance(ledger, issuance, nameOf(caller), rules);
      return { issuance: await asItIsNow(ledger, issuance), cancelled };
    },
    async resolveRecipient(_parent, { input }, { ledger, caller }) {
      const issuance = await ownIssuance(ledger, caller, input.requestId);
      expectRemembered(issuance);
      const verdict = {
        issued: input.verdict === 'ISSUED',
        decidedBy: nameOf(caller),
        evidence: parseEvidence(input.evidence),
      };
      const nowMs = await ledger.nowMs();
      const answer = await ledger.decide(issuance.id, recipientOf(input), verdict, nowMs);
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
      return { recipient: answer.recipient, issuance: await asItIsNow(ledger, issuance) };
    },
  },
  GenerateCertificate: {
    async bulkGenerate({ issuance }, _args, { ledger }) {
      expectRemembered(issuance);
      const users = await ledger.usersWith(issuance.id, ['ISSUED', 'FAILED']);
      const idsWith = (wanted: 'ISSUED' | 'FAILED') =>
        users.flatMap(({ pluvoUserId, status }) => (status === wanted ? pluvoUserId : []));
      return { succeededIds: idsWith('ISSUED'), failedIds: idsWith('FAILED') };
    },
  },
};

/** For 100 000 recipients, what came before this, checking them, and comparing them take about 100 ms each. */
async function issueInPieces(issuing: Issuing, parse: () => IssueCommand): Promise<Issued> {
  await breathe();
  const command = parse();
  await breathe();
  return issuing.issue(command);
}

async function ownIssuance(
  ledger: Ledger,
  caller: Caller,
  requestId: string,
): Promise<IssuanceRecord> {
  const issuance = await ledger.find(caller.name, parseRequestId(requestId));
  if (issuance) return issuance;
  throw new CertificatesError(
    'ISSUANCE_NOT_FOUND',
    'Expected a request ID under which this caller has issued; there is none.',
  );
}

async function asItIsNow(ledger: Ledger, issuance: IssuanceRecord): Promise<IssuanceRecord> {
  return (await ledger.find(issuance.caller, issuance.requestId)) ?? issuance;
}

/** Who says something that is kept. */
function nameOf({ email, name }: Caller): string {
  return email ?? name;
}

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

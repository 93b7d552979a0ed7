import type { IssueCommand } from '../../subgraphs/certificates/issuance/IssueCommand.js';
import type { PluvoCertificate } from '../../pluvo/types.js';
import { addresses, personOf } from './people.js';
import type { Random } from './Random.js';

/** Two templates that look the same in a portfolio, and one that does not. */
export const certificates: readonly PluvoCertificate[] = [
  { id: 'c1', name: 'First Aid', title: 'First Aid' },
  { id: 'c2', name: 'First Aid (2)', title: 'First Aid' },
  { id: 'c3', name: 'Fire Safety', title: null },
];

/** What one caller wants, and what goes on around it. */
export interface Wish {
  readonly command: IssueCommand;
  /** When it is first asked for. */
  readonly askedAfterMs: number;
  /** How many ask for the same at the same time, each until the end. */
  readonly askers: number;
  /** The same request ID for something else. */
  readonly contradiction: IssueCommand | undefined;
  readonly cancelledAfterMs: number | undefined;
}

const issueDates = [undefined, '2026-01-15T09:00:00Z', '2026-01-15T10:00:00Z'] as const;

export function drawWishes(random: Random, untilMs: number): readonly Wish[] {
  const shared = drawRecipients(random);
  return Array.from({ length: random.integer(1, 3) }, (_, index): Wish => {
    const command = drawCommand(random, `request-id-of-wish-${String(index)}`, shared);
    const contradiction = { ...command, title: `not ${command.title ?? 'that'}` };
    return {
      command,
      askedAfterMs: random.between(0, random.chance(0.5) ? 1_000 : untilMs / 2),
      askers: random.chance(0.3) ? 2 : 1,
      contradiction: random.chance(0.15) ? contradiction : undefined,
      cancelledAfterMs: random.chance(0.1) ? random.between(0, untilMs) : undefined,
    };
  });
}

function drawCommand(random: Random, requestId: string, shared: readonly string[]): IssueCommand {
  const emails = random.chance(0.6) ? shared : drawRecipients(random);
  const users = emails.flatMap((email) => personOf(email, 0)?.pluvoId ?? []);
  const isByUser = users.length > 0 && random.chance(0.2);
  return {
    operation: isByUser ? 'generateCertificate' : 'issueCertificate',
    caller: 'hr',
    requestId,
    certificateId: random.oneOf(['c1', 'c1', 'c2', 'c3']),
    recipients: isByUser
      ? { kind: 'pluvo users', pluvoUserIds: [...new Set(users)] }
      : { kind: 'emails', emails },
    title: random.oneOf([undefined, undefined, 'first aid', 'Fire Safety']),
    trainingId: undefined,
    issueDate: random.oneOf(issueDates),
    onDuplicate: random.chance(0.15) ? 'ISSUE_AGAIN' : 'SKIP',
    waitMs: random.oneOf([0, 0, 250, 1_000]),
  };
}

function drawRecipients(random: Random): readonly string[] {
  const usual = random.chance(0.6) ? 5 : addresses.length;
  const count = random.integer(1, random.chance(0.7) ? 3 : 6);
  const drawn = Array.from({ length: count }, () => addresses[random.integer(0, usual - 1)]);
  return [...new Set(drawn.flatMap((address) => address ?? []))];
}

import {
  openStatuses,
  recipientsOf,
  type Addressee,
  type Answer,
  type Evidence,
  type Recipient,
  type Request,
} from './Evidence.js';
import type { Finding } from './Verdict.js';

/** What the answers to one request say of themselves, each other and the directory, without looking into Pluvo. */
export function judgeAnswers(
  request: Request,
  { people }: Pick<Evidence, 'people'>,
): readonly Finding[] {
  const { wish, answers, wronglyRefused, wronglyTaken } = request;
  const lies: string[] = [];
  if (wronglyRefused > 0)
    lies.push('Expected the same request to be known; it was REQUEST_ID_REUSED.');
  if (wronglyTaken > 0) lies.push('Expected REQUEST_ID_REUSED for another title; it was taken.');
  for (const answer of answers) lies.push(...inItself(answer, request));
  for (const answer of answers) lies.push(...againstLater(answer, answers));
  const recipients = answers.flatMap(({ issuance }) => recipientsOf(issuance));
  for (const recipient of recipients) lies.push(...againstDirectory(recipient, people));
  const isGivenUp = recipients.some(({ failure }) => failure?.code === 'CANCELLED');
  if (isGivenUp && !request.isCancelled) lies.push('CANCELLED, and nobody has cancelled it.');
  return [...new Set(lies)].map((what) => ({
    crime: 'lied',
    recipients: 1,
    what,
    requestIds: [wish.requestId],
    effects: [],
  }));
}

function* inItself({ issuance }: Answer, { wish, answers }: Request): Generator<string> {
  const { counts, status } = issuance;
  const { total, ...each } = counts;
  const recipients = recipientsOf(issuance);
  const count = Object.values(each).reduce((sum, one) => sum + one, 0);
  if (count !== total) yield `Expected counts to add up to ${String(total)}, got ${String(count)}.`;
  const named = recipients.map(({ email }) => email).sort();
  if (total !== wish.emails.length || named.join() !== [...wish.emails].sort().join()) {
    yield `Expected each of ${String(wish.emails.length)} addresses once, got ${String(named.length)}, ${String(total)} counted.`;
  }
  if (wish.title !== undefined && issuance.title !== wish.title)
    yield 'Expected the title that was asked for.';
  if (
    wish.issueDate !== undefined &&
    Date.parse(issuance.issueDate) !== Date.parse(wish.issueDate)
  ) {
    yield 'Expected the date that was asked for.';
  }
  const first = answers[0]?.issuance;
  for (const pinned of ['title', 'issueDate', 'createdAt'] as const) {
    if (first?.[pinned] !== issuance[pinned]) yield `Expected ${pinned} to stay what it was.`;
  }
  // While it is open its parts are read at different moments; so they are if asking again opened it once more.
  const isAtRest =
    status === 'SUCCEEDED' || (issuance === answers.at(-1)?.issuance && !openStatuses.has(status));
  if (isAtRest) yield* atRest(status, counts, recipients);
}

function* atRest(
  status: string,
  { total, issued, failed, parked }: Answer['issuance']['counts'],
  recipients: readonly Recipient[],
): Generator<string> {
  const listed = (wanted: Recipient['status']) =>
    recipients.filter((recipient) => recipient.status === wanted).length;
  if (issued + failed + parked !== total) yield `Expected nobody to be open in ${status}.`;
  if (issued !== listed('ISSUED') || failed !== listed('FAILED') || parked !== listed('PARKED')) {
    yield 'Expected counts to be those of the recipients.';
  }
  const expected =
    parked > 0 ? 'NEEDS_REVIEW' : failed === 0 ? 'SUCCEEDED' : issued === 0 ? 'FAILED' : 'PARTIAL';
  if (status !== expected) yield `Expected ${expected} by the counts, got ${status}.`;
}

/** What is final must be so in every answer to what was asked after it was said. */
function* againstLater(answer: Answer, answers: readonly Answer[]): Generator<string> {
  const final = recipientsOf(answer.issuance).filter(isFinal);
  if (final.length === 0) return;
  for (const later of answers) {
    if (later.askedAtMs <= answer.answeredAtMs) continue;
    const now = new Map(
      recipientsOf(later.issuance).map((recipient) => [recipient.email, recipient]),
    );
    for (const before of final) {
      const after = now.get(before.email);
      if (after?.status === before.status && after.pluvoUserId === before.pluvoUserId) continue;
      yield `Expected ${said(before)} to be final, later it was ${after ? said(after) : 'gone'}.`;
    }
  }
}

function isFinal({ status, failure }: Recipient): boolean {
  return status === 'ISSUED' || (status === 'FAILED' && failure?.retryable === false);
}

function* againstDirectory(
  { email, pluvoUserId, status, failure }: Recipient,
  people: ReadonlyMap<string, Addressee>,
): Generator<string> {
  const person = people.get(email);
  if (pluvoUserId !== null && pluvoUserId !== person?.pluvoUserId)
    yield `Expected ${email} to be somebody else.`;
  if (status === 'ISSUED' && pluvoUserId === null)
    yield `Expected ${email} to be somebody, since they have it.`;
  const isUnlinked = failure?.code === 'USER_NOT_LINKED';
  const isUnknown = failure?.code === 'USER_NOT_FOUND' || failure?.code === 'USER_INACTIVE';
  if ((isUnlinked && person?.isSteady !== false) || (isUnknown && person)) {
    yield `Expected the directory to know ${email}, got ${failure.code}.`;
  }
}

function said({ status, failure }: Recipient): string {
  return failure ? `${status} ${failure.code}` : status;
}

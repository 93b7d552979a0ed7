import type { Effect } from '../../pluvo/sandbox/portfolio/Effect.js';
import { recipientsOf, type Answer, type Evidence, type Recipient, type Wish } from './Evidence.js';

/** What one issuance said about one person, under whichever of their addresses. */
export interface Claim {
  readonly wish: Wish;
  readonly pluvoUserId: string;
  readonly title: string;
  readonly issueDate: string;
  /** The status of the issuance, of the person and the code of their failure, in the last answer. */
  readonly status: string;
  readonly says: Recipient['status'];
  readonly failure: string | undefined;
  /** When a caller first knew that it was issued; Infinity if none ever did. */
  readonly issuedKnownAtMs: number;
  /** When the last caller asked who was told that it had failed; -Infinity if none was. */
  readonly failedAskedAtMs: number;
}

/** Everything that is the same certificate to one person, on one day, however its title is spelled. */
export interface Sameness {
  readonly claims: readonly Claim[];
  readonly effects: readonly Effect[];
  /** Requests for this person and certificate that were never answered: what they pinned is not known. */
  readonly silent: number;
}

/** Groups what was said and what happened by what must not happen twice. */
export function samenesses(evidence: Evidence): readonly Sameness[] {
  const { requests, effects } = evidence;
  const groups = new Map<string, { claims: Claim[]; effects: Effect[] }>();
  const groupOf = (key: string) => {
    const known = groups.get(key) ?? { claims: [], effects: [] };
    groups.set(key, known);
    return known;
  };
  for (const { wish, answers } of requests) {
    for (const claim of claimsOf(wish, answers)) {
      groupOf(naturalKey({ ...claim, certificateId: wish.certificateId })).claims.push(claim);
    }
  }
  for (const effect of effects) {
    groupOf(naturalKey({ ...effect, pluvoUserId: effect.userId })).effects.push(effect);
  }
  return [...groups.values()].map((group) => ({ ...group, silent: silentAbout(group, evidence) }));
}

function silentAbout(
  { effects }: Pick<Sameness, 'effects'>,
  { requests, people }: Evidence,
): number {
  const [effect] = effects;
  return requests.filter(
    ({ wish, answers }) =>
      answers.length === 0 &&
      wish.certificateId === effect?.certificateId &&
      wish.emails.some((email) => people.get(email)?.pluvoUserId === effect.userId),
  ).length;
}

/** Claims and effects of a group that cannot be told apart in a portfolio. */
export function lookalikes({ claims, effects, silent }: Sameness): readonly Sameness[] {
  const looks = new Set([...claims, ...effects].map(look));
  return [...looks].map((wanted) => ({
    claims: claims.filter((claim) => look(claim) === wanted),
    effects: effects.filter((effect) => look(effect) === wanted),
    silent,
  }));
}

function look({ title, issueDate }: { title: string; issueDate: string }): string {
  return `${String(Date.parse(issueDate))} ${title}`;
}

/** Written down anew on purpose: what may happen once only is not asked of the code that is judged. */
function naturalKey(of: {
  certificateId: string;
  title: string;
  issueDate: string;
  pluvoUserId: string;
}): string {
  const title = of.title.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).join(' ');
  const day = new Date(of.issueDate).toISOString().slice(0, 10);
  return [of.pluvoUserId, of.certificateId, day, title].join('|');
}

function claimsOf(wish: Wish, answers: readonly Answer[]): readonly Claim[] {
  const last = answers.at(-1)?.issuance;
  if (!last) return [];
  const issuedKnownAtMs = new Map<string, number>();
  const failedAskedAtMs = new Map<string, number>();
  for (const { askedAtMs, answeredAtMs, issuance } of answers) {
    for (const { pluvoUserId, status } of recipientsOf(issuance)) {
      if (pluvoUserId === null) continue;
      const known = issuedKnownAtMs.get(pluvoUserId) ?? Infinity;
      if (status === 'ISSUED') issuedKnownAtMs.set(pluvoUserId, Math.min(known, answeredAtMs));
      const asked = failedAskedAtMs.get(pluvoUserId) ?? -Infinity;
      if (status === 'FAILED') failedAskedAtMs.set(pluvoUserId, Math.max(asked, askedAtMs));
    }
  }
  const claims = new Map<string, Claim>();
  for (const { pluvoUserId, status, failure } of recipientsOf(last)) {
    // Under two addresses a person is one: what was said to be issued under one of them is.
    if (pluvoUserId === null || claims.get(pluvoUserId)?.says === 'ISSUED') continue;
    claims.set(pluvoUserId, {
      wish,
      pluvoUserId,
      title: last.title,
      issueDate: last.issueDate,
      status: last.status,
      says: status,
      failure: failure?.code,
      issuedKnownAtMs: issuedKnownAtMs.get(pluvoUserId) ?? Infinity,
      failedAskedAtMs: failedAskedAtMs.get(pluvoUserId) ?? -Infinity,
    });
  }
  return [...claims.values()];
}

import type { Evidence } from './Evidence.js';
import { lookalikes, samenesses, type Claim, type Sameness } from './sameness.js';
import type { Crime, Finding } from './Verdict.js';

/** Something wrong, before it is said whom it is about. */
interface Charge {
  readonly crime: Crime;
  readonly recipients: number;
  readonly what: string;
}

/** What the last answers say was issued, against what was. */
export function judgeEffects(evidence: Evidence): readonly Finding[] {
  return samenesses(evidence).flatMap((sameness) => {
    const { claims, effects } = sameness;
    const charges = [
      ...doubles(sameness),
      ...lookalikes(sameness).flatMap(missing),
      ...lookalikes(sameness).flatMap(untimely),
      ...claims.flatMap((claim) => failure(claim, sameness)),
    ];
    const pluvoUserId = claims[0]?.pluvoUserId ?? effects[0]?.userId ?? '';
    const requestIds = claims.map(({ wish }) => wish.requestId);
    return charges.map((charge) => ({ ...charge, requestIds, pluvoUserId, effects }));
  });
}

const isIssued = ({ says }: Claim) => says === 'ISSUED';
const mayBe = ({ says }: Claim) => says !== 'ISSUED' && says !== 'FAILED';
const isOrMayBe = ({ says }: Claim) => says !== 'FAILED';

/** More than was said by those who may, each once, and by one of those who wanted no second. */
function doubles(sameness: Sameness): readonly Charge[] {
  const { claims, effects } = sameness;
  const admitted = claims.filter(isOrMayBe);
  const again = admitted.filter(({ wish }) => wish.onDuplicate === 'ISSUE_AGAIN').length;
  const allowed = again + (admitted.length > again ? 1 : 0);
  const tooMany = Math.max(
    beyond(sameness, allowed),
    lookalikes(sameness).reduce(
      (sum, alike) => sum + beyond(alike, alike.claims.filter(isOrMayBe).length),
      0,
    ),
  );
  const what = `Expected at most ${String(effects.length - tooMany)}; there are ${String(effects.length)}.`;
  return tooMany > 0 ? [{ crime: 'double', recipients: tooMany, what }] : [];
}

/** If all say that it failed, the first that is there makes them liars, and only the second is one too many. */
function beyond({ claims, effects, silent }: Sameness, allowed: number): number {
  const denied = allowed === 0 && claims.length > 0 ? 1 : 0;
  return Math.max(0, effects.length - allowed - denied - silent);
}

function missing({ claims, effects }: Sameness): readonly Charge[] {
  const issued = claims.filter(isIssued).length;
  const recipients = issued - effects.length;
  if (recipients > 0) {
    const what = `Expected ${String(issued)}, as was said; there are ${String(effects.length)}.`;
    return [
      { crime: 'lost', recipients, what },
      { crime: 'lied', recipients, what },
    ];
  }
  const isDenied = claims.length > 0 && effects.length > 0 && !claims.some(isOrMayBe);
  return isDenied
    ? [{ crime: 'lied', recipients: 1, what: 'Expected none, as was said; there is one.' }]
    : [];
}

/** What was right in the end was wrong when it was said. */
function untimely({ claims, effects }: Sameness): readonly Charge[] {
  const firstAtMs = Math.min(...effects.map(({ at }) => Date.parse(at)));
  const tooEarly = claims.filter(
    (claim) => effects.length > 0 && isIssued(claim) && claim.issuedKnownAtMs < firstAtMs,
  );
  const tooLate = claims.filter(
    (claim) => claims.length === 1 && isIssued(claim) && claim.failedAskedAtMs > firstAtMs,
  );
  return [
    ...tooEarly.map(() => lie('It was said to be issued before it was.')),
    ...tooLate.map(() => lie('It was said to have failed when it had been issued.')),
  ];
}

/** Why somebody has none, when nothing stood in the way any more. */
function failure(
  { says, status, failure: code }: Claim,
  { claims, effects }: Sameness,
): readonly Charge[] {
  if (says !== 'FAILED' || code === undefined) return [];
  const isElsewhere = claims.some(mayBe);
  switch (code) {
    case 'ALREADY_ISSUED':
      return effects.length > 0 || isElsewhere
        ? []
        : [lie('ALREADY_ISSUED, and nobody has issued it.')];
    case 'IN_PROGRESS_ELSEWHERE':
      // A review comes first: until then asking again does not try again.
      if (isElsewhere || status === 'NEEDS_REVIEW') return [];
      return [
        lie('IN_PROGRESS_ELSEWHERE, and it is in progress nowhere.'),
        ...(effects.length > 0 ? [] : [loss(code)]),
      ];
    case 'PLUVO_FAILED':
    case 'PLUVO_REFUSED':
      return status === 'NEEDS_REVIEW' ? [] : [loss(code)];
    default:
      return [];
  }
}

function lie(what: string): Charge {
  return { crime: 'lied', recipients: 1, what };
}

function loss(code: string): Charge {
  return {
    crime: 'lost',
    recipients: 1,
    what: `Expected it to be issued in the end, got ${code}.`,
  };
}

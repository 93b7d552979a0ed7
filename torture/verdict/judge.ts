import { openStatuses, recipientsOf, type Evidence, type Request } from './Evidence.js';
import { judgeAnswers } from './judgeAnswers.js';
import { judgeEffects } from './judgeEffects.js';
import type { Finding, Verdict } from './Verdict.js';

/** Compares everything that was ever answered with what really happened. The last answers must come after everything. */
export function judge(evidence: Evidence): Verdict {
  const { requests } = evidence;
  const final = requests.flatMap(({ answers }) => answers.at(-1)?.issuance ?? []);
  return {
    recipients: requests.reduce((sum, { wish }) => sum + wish.emails.length, 0),
    parked: final.reduce((sum, { counts }) => sum + counts.parked, 0),
    findings: [
      ...requests.flatMap(stuck),
      ...requests.flatMap((request) => judgeAnswers(request, evidence)),
      ...judgeEffects(evidence),
    ],
  };
}

function stuck({ wish, answers }: Request): readonly Finding[] {
  const latest = answers.at(-1)?.issuance;
  if (latest && !openStatuses.has(latest.status)) return [];
  const open = latest && recipientsOf(latest).filter(({ status }) => !decided.has(status));
  return [
    {
      crime: 'stuck',
      recipients: Math.max(1, open?.length ?? wish.emails.length),
      what: `Expected it to end, ${latest ? `it is ${latest.status}` : 'it was never answered'}.`,
      requestIds: [wish.requestId],
      effects: [],
    },
  ];
}

const decided: ReadonlySet<string> = new Set(['ISSUED', 'FAILED', 'PARKED']);

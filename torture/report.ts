import type { Verdict } from './verdict/Verdict.js';
import { countCrimes } from './verdict/Verdict.js';
import { sum, type Tally } from './Tally.js';

export interface TortureReport {
  readonly recipients: number;
  readonly kills: number;
  readonly faults: number;
  readonly doubles: number;
  readonly lost: number;
  readonly lied: number;
  readonly parked: number;
  readonly stuck: number;
  readonly [more: string]: unknown;
}

export function reportOf(
  verdict: Verdict,
  tally: Tally,
  more: Readonly<Record<string, unknown>>,
): TortureReport {
  const { recipients, parked, findings } = verdict;
  return {
    recipients,
    kills: sum(tally.kills),
    faults: sum(tally.faults),
    doubles: countCrimes(findings, 'double'),
    lost: countCrimes(findings, 'lost'),
    lied: countCrimes(findings, 'lied'),
    parked,
    stuck: countCrimes(findings, 'stuck'),
    ...more,
    killsOf: tally.kills,
    faultsOf: tally.faults,
  };
}

export function isClean({ doubles, lost, lied, stuck }: TortureReport): boolean {
  return doubles + lost + lied + stuck === 0;
}

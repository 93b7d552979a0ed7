import type { Effect } from '../../pluvo/sandbox/portfolio/Effect.js';

/**
 * ```
 * double  more certificates than may be
 * lost    said to be issued, or could have been, and there is none
 * lied    an answer that contradicts the truth, or another answer
 * stuck   not decided at the end
 * ```
 */
export type Crime = 'double' | 'lost' | 'lied' | 'stuck';

export interface Finding {
  readonly crime: Crime;
  /** How many recipients it is about. */
  readonly recipients: number;
  /** What was expected, and what is. */
  readonly what: string;
  readonly requestIds: readonly string[];
  readonly pluvoUserId?: string;
  readonly effects: readonly Effect[];
}

export interface Verdict {
  readonly recipients: number;
  /** Left to a person: allowed, and to be few. */
  readonly parked: number;
  readonly findings: readonly Finding[];
}

export function countCrimes(findings: readonly Finding[], crime: Crime): number {
  return findings
    .filter((finding) => finding.crime === crime)
    .reduce((count, { recipients }) => count + recipients, 0);
}

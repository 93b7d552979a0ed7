import type { Random } from './Random.js';

/** What goes wrong in one run, and how often: 0 is never, 1 is always. Each run has its own mixture of few or many. */
export interface Troubles {
  /** At each step of a process: it is killed. */
  readonly kill: number;
  /** At each step of a process: it stands still for a while. */
  readonly pause: number;
  /** At each named fail point: the process is killed there. */
  readonly failPoint: number;
  /** While a process sends, after its last look at the clock. */
  readonly pauseWhileSending: number;
  /** Of calls of the store: takes seconds. */
  readonly storeSlow: number;
  /** Of calls of the store: its answer is lost, whether or not it was carried out. */
  readonly storeAnswerLost: number;
  /** How often the store is away altogether. */
  readonly storeOutages: number;
  /** Of requests that issue. */
  readonly refused: number;
  readonly lost: number;
  readonly late: number;
  readonly answerLost: number;
  readonly answerWrong: number;
  /** Of reads of portfolios: from a copy that is far behind, which it never is again for this person. */
  readonly staleCopy: number;
  /** Of reads of portfolios and of the directory. */
  readonly readFails: number;
  /** Whether clocks of processes differ from the store's and jump. */
  readonly clocksDiffer: boolean;
  /** Whether Pluvo and the processes keep the bounds that the rules assume. */
  readonly isBounded: boolean;
  /** When everything is well again, in milliseconds. */
  readonly healAfterMs: number;
}

export function drawTroubles(random: Random): Troubles {
  /** Half of the runs know nothing of a trouble, so that it does not hide another one. */
  const often = (most: number) => (random.chance(0.5) ? 0 : random.between(most / 10, most));
  return {
    kill: often(0.05),
    pause: often(0.05),
    failPoint: often(0.1),
    pauseWhileSending: often(0.5),
    storeSlow: often(0.05),
    storeAnswerLost: often(0.1),
    storeOutages: random.integer(0, 2),
    refused: often(0.4),
    lost: often(0.4),
    late: often(0.8),
    answerLost: often(0.5),
    answerWrong: often(0.4),
    staleCopy: often(0.5),
    readFails: often(0.3),
    clocksDiffer: random.chance(0.5),
    isBounded: random.chance(0.8),
    healAfterMs: random.between(10_000, 60_000),
  };
}

/** Whether the store always answers soon. */
export function isStoreWell({ storeSlow, storeAnswerLost, storeOutages }: Troubles): boolean {
  return storeSlow + storeAnswerLost + storeOutages === 0;
}

export const noTroubles = {
  kill: 0,
  pause: 0,
  failPoint: 0,
  pauseWhileSending: 0,
  storeSlow: 0,
  storeAnswerLost: 0,
  storeOutages: 0,
  refused: 0,
  lost: 0,
  late: 0,
  answerLost: 0,
  answerWrong: 0,
  staleCopy: 0,
  readFails: 0,
} as const satisfies Partial<Troubles>;

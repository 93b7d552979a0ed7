/** What a number should be, and when it is. */
interface Goal {
  readonly goal: string;
  readonly isMet: (value: number) => boolean;
}

const atLeast = (least: number): Goal => ({
  goal: `at least ${String(least)}`,
  isMet: (value) => value >= least,
});
const atMost = (most: number): Goal => ({
  goal: `at most ${String(most)}`,
  isMet: (value) => value <= most,
});
const exactly = (wanted: number): Goal => ({
  goal: `exactly ${String(wanted)}`,
  isMet: (value) => value === wanted,
});

const goals = {
  l1HitRatioToConstant: atLeast(0.85),
  l2HitRatioToConstant: atLeast(0.5),
  upstreamCallsPerExpiryFleet10: exactly(1),
  failedReadsDuringRedisKill: exactly(0),
  failedReadsDuringPluvoOutage: exactly(0),
  p99RatioDuringRedisKill: atMost(3),
  upstreamCallsWalk10kBy7: exactly(200),
};

type Name = keyof typeof goals;
/** What was measured, by its name; docs/benchmarks.md says what each means. */
export type Measured = Readonly<Record<Name, number>>;
export type Report = Measured & {
  readonly goals: Readonly<Record<Name, { goal: string; met: boolean }>>;
};

/** Holds what was measured against the goals. */
export function reportOf(measured: Measured): Report {
  const judged = Object.entries(goals).map(([name, { goal, isMet }]) => {
    // The table's own keys; the compiler cannot follow entries.
    const met = isMet(measured[name as Name]);
    return [name, { goal, met }] as const;
  });
  return { ...measured, goals: Object.fromEntries(judged) as Report['goals'] };
}

/** One line for each number, for a person. */
export function linesOf(report: Report): string[] {
  return Object.entries(report.goals).map(([name, { goal, met }]) => {
    const value = report[name as Name];
    return `${met ? '✓' : '✗'} ${name}: ${String(rounded(value))} (goal: ${goal})`;
  });
}

/** The same with every number cut to four significant digits, whole numbers kept. */
export function readable(value: unknown): unknown {
  if (typeof value === 'number') return rounded(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, readable(part)]));
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

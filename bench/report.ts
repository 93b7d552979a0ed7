/** What a number should be, and when it is. */
export interface Goal {
  readonly goal: string;
  readonly isMet: (value: number) => boolean;
}

export const atLeast = (least: number): Goal => ({
  goal: `at least ${String(least)}`,
  isMet: (value) => value >= least,
});
export const atMost = (most: number): Goal => ({
  goal: `at most ${String(most)}`,
  isMet: (value) => value <= most,
});
export const exactly = (wanted: number): Goal => ({
  goal: `exactly ${String(wanted)}`,
  isMet: (value) => value === wanted,
});
/** Told, and not judged. */
export const anything: Goal = { goal: 'none', isMet: () => true };

/** What was measured, by its name; docs/benchmarks.md says what each means. */
export type Measured<Name extends string> = Readonly<Record<Name, number>>;
export type Report<Name extends string> = Measured<Name> & {
  readonly goals: Readonly<Record<Name, { goal: string; met: boolean }>>;
};

/** Holds what was measured against the goals. */
export function reportOf<Name extends string>(
  goals: Readonly<Record<Name, Goal>>,
  measured: Measured<Name>,
): Report<Name> {
  const judged = namesOf(goals).map((name) => {
    const { goal, isMet } = goals[name];
    return [name, { goal, met: isMet(measured[name]) }] as const;
  });
  // The names of the goals, each with its own verdict; the compiler cannot follow entries.
  return { ...measured, goals: Object.fromEntries(judged) as Report<Name>['goals'] };
}

/** One line for each number, for a person. */
export function linesOf<Name extends string>(report: Report<Name>): string[] {
  return namesOf(report.goals).map((name) => {
    const { goal, met } = report.goals[name];
    const judged = goal === anything.goal ? '' : ` (goal: ${goal})`;
    return `${met ? '✓' : '✗'} ${name}: ${String(rounded(report[name]))}${judged}`;
  });
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  // The keys of a table are its names; the library's type says only string.
  return Object.keys(table) as Name[];
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

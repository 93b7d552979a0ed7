/** What was done to the processes, by whom or what it was done to. */
export class Tally {
  readonly #kills = new Map<string, number>();
  readonly #faults = new Map<string, number>();

  kill(of: string): void {
    add(this.#kills, of, 1);
  }

  fault(kind: string, times = 1): void {
    if (times > 0) add(this.#faults, kind, times);
  }

  get kills(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#kills].sort());
  }

  get faults(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#faults].sort());
  }
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function add(counts: Map<string, number>, name: string, times: number): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

/** Chance from a seed (mulberry32): the same seed throws the same. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True that often, from 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** @throws RangeError if there is nothing to choose from. */
  oneOf<T>(choices: readonly T[]): T {
    const [chosen] = choices.slice(this.integer(0, choices.length - 1));
    if (chosen === undefined) throw new RangeError('Expected something to choose from.');
    return chosen;
  }
}

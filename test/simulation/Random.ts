/** Chance from a seed (xorshift128, its state filled by a linear congruence): fast, and the same everywhere. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    const state = [seed >>> 0];
    for (let index = 1; index < 4; index += 1) {
      state.push((Math.imul(state[index - 1] ?? 0, 1_664_525) + 1_013_904_223) >>> 0);
    }
    // The first must not be 0 for all four; the congruence of 0 is not 0.
    [this.#a = 0, this.#b = 0, this.#c = 0, this.#d = 0] = state;
    for (let warming = 0; warming < 16; warming += 1) this.fraction();
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    const shifted = this.#a ^ (this.#a << 11);
    [this.#a, this.#b, this.#c] = [this.#b, this.#c, this.#d];
    this.#d = this.#d ^ (this.#d >>> 19) ^ shifted ^ (shifted >>> 8);
    return (this.#d >>> 0) / 2 ** 32;
  }

  /** True that often, from 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.fraction();
  }

  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.integer(0, choices.length - 1)] ?? choices[0];
  }
}

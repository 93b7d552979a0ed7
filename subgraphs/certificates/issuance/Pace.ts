/**
 * How many calls that send may be under way at once: one more after as many good answers as are allowed, half as many
 * when Pluvo asks for less or does not answer.
 */
export class Pace {
  readonly #most: number;
  #width: number;
  #good = 0;

  /** @param most from 1 */
  constructor(most: number) {
    this.#most = most;
    this.#width = Math.min(4, most);
  }

  get width(): number {
    return this.#width;
  }

  went(well: boolean): void {
    if (!well) {
      this.#width = Math.max(1, Math.floor(this.#width / 2));
      this.#good = 0;
      return;
    }
    this.#good += 1;
    if (this.#good < this.#width) return;
    this.#good = 0;
    this.#width = Math.min(this.#most, this.#width + 1);
  }
}

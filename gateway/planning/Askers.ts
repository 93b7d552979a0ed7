import type { Caller } from '../../platform/identity.js';

/** Who waits for an operation: the caller who asked for it first, and those who join while it is being prepared. */
export class Askers {
  readonly first: Caller;
  readonly #all: Set<Caller | Askers>;

  constructor(first: Caller) {
    this.first = first;
    this.#all = new Set([first]);
  }

  join(others: Caller | Askers): void {
    this.#all.add(others);
  }

  *[Symbol.iterator](): Generator<Caller> {
    for (const one of this.#all) {
      if (one instanceof Askers) yield* one;
      else yield one;
    }
  }
}

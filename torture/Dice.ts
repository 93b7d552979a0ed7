import { randomSequence, type Chance } from '../pluvo/sandbox/seed/randomSequence.js';

/** Everything random that one tormentor or caller does: the same for the same seed. */
export class Dice {
  readonly #chance: Chance;

  constructor(seed: string, purpose: string) {
    this.#chance = randomSequence(seed, `torture ${purpose}`);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return Math.floor(this.part(least, Math.floor(most) + 1));
  }

  /** A number from `least` up to, not including, `most`. */
  part(least: number, most: number): number {
    return least + this.#chance() * (most - least);
  }

  happens(probability: number): boolean {
    return this.#chance() < probability;
  }

  /** @throws RangeError if there is nothing to choose from. */
  pick<Item>(items: readonly Item[]): Item {
    const index = this.between(0, items.length - 1);
    if (index >= items.length) throw new RangeError('Expected something to pick from.');
    // The index is within the array, which may hold undefined.
    return items[index] as Item;
  }

  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    // Object.entries forgets which names there are.
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.part(
      0,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    );
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    throw new RangeError('Expected a weight above 0.');
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, rank: this.#chance() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }

  /** Some of them, each at most once. */
  some<Item>(items: readonly Item[], count: number): Item[] {
    return this.shuffled(items).slice(0, count);
  }
}

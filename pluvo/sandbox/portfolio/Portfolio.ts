import type { Clock } from '../../../platform/clock.js';
import type { Effect } from './Effect.js';
import type { Effects } from './Effects.js';
import type { GeneratedItems } from './GeneratedItems.js';
import type { Item } from './Item.js';
import { itemOf } from './itemOf.js';

/** What each person has: what they had from the beginning, then what was issued, in the order of issuing. */
export class Portfolio {
  readonly #generated: GeneratedItems;
  readonly #effects: Effects;
  readonly #clock: Clock;

  constructor(generated: GeneratedItems, effects: Effects, clock: Clock) {
    this.#generated = generated;
    this.#effects = effects;
    this.#clock = clock;
  }

  ofUser(userId: string): Item[] {
    const issued = this.#effects.find({ userId }).filter((effect) => this.#shows(effect));
    return [...this.#generated.ofUser(userId), ...issued.map(itemOf)];
  }

  byId(id: string): Item | undefined {
    const effect = this.#effects.ofItem(id);
    if (effect) return this.#shows(effect) ? itemOf(effect) : undefined;
    return this.#generated.byId(id);
  }

  #shows({ visibleAt }: Effect): boolean {
    return Date.parse(visibleAt) <= this.#clock.nowMs();
  }
}

import type { Effect } from './Effect.js';

export interface EffectFilter {
  readonly userId?: string | undefined;
  readonly certificateId?: string | undefined;
  readonly title?: string | undefined;
}

/** Every effect that ever happened, in order: the truth that tests compare with what was promised. */
export class Effects {
  readonly #all: Effect[] = [];
  readonly #byUser = new Map<string, Effect[]>();
  readonly #byItem = new Map<string, Effect>();

  get count(): number {
    return this.#all.length;
  }

  add(effect: Effect): void {
    this.#all.push(effect);
    this.#byItem.set(effect.portfolioItemId, effect);
    const ofUser = this.#byUser.get(effect.userId);
    if (ofUser) ofUser.push(effect);
    else this.#byUser.set(effect.userId, [effect]);
  }

  /** Those that match every given part of the filter. */
  find({ userId, certificateId, title }: EffectFilter = {}): readonly Effect[] {
    const candidates = userId === undefined ? this.#all : (this.#byUser.get(userId) ?? []);
    return candidates.filter(
      (effect) =>
        (certificateId === undefined || effect.certificateId === certificateId) &&
        (title === undefined || effect.title === title),
    );
  }

  ofItem(portfolioItemId: string): Effect | undefined {
    return this.#byItem.get(portfolioItemId);
  }
}

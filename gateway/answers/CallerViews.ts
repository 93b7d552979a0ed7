import type { Caller } from '../../platform/identity.js';

/** Under which names answers are kept that a caller may be given. */
export interface CallerView {
  /** The same for all callers with the same scopes. */
  readonly shared: string;
  /** The same for nobody who could be told something else. */
  readonly own: string;
}

/** The views of callers, each worked out once: whoever identifies callers has one object for each. */
export class CallerViews {
  readonly #views = new WeakMap<Caller, CallerView>();

  of(caller: Caller): CallerView {
    const known = this.#views.get(caller);
    if (known) return known;
    const { name, email = null } = caller;
    const scopes = [...(caller.scopes ?? [])].sort();
    const view = {
      shared: `all ${JSON.stringify(scopes)}`,
      own: `one ${JSON.stringify([name, email, scopes])}`,
    };
    this.#views.set(caller, view);
    return view;
  }
}

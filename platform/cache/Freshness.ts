import type { Read, Staleness, Validity } from './CachePolicy.js';

/** A part of an answer that may no longer be true. */
export interface StalePart {
  /** Of the graph, for example `certificates`. */
  readonly field: string;
  readonly ageMs: number;
  readonly reason: Staleness;
}

export interface FreshnessReport {
  /** Of the oldest part that came from a cache. */
  readonly ageMs: number;
  readonly stale: readonly StalePart[];
}

/** What one answer was made of: how old its parts are, which of them are stale, and how long it may be kept. */
export class Freshness {
  #ageMs: number | undefined;
  #keepForMs = Infinity;
  readonly #stale = new Map<string, StalePart>();
  readonly #generations = new Map<string, string>();

  /** Notes what was read for a field, and gives its value. */
  of<Value>(field: string, { value, ageMs, stale: reason, validity }: Read<Value>): Value {
    this.#ageMs = Math.max(this.#ageMs ?? 0, ageMs);
    this.#limit(reason ? undefined : validity);
    const noted = this.#stale.get(field);
    if (reason && (!noted || noted.ageMs < ageMs)) this.#stale.set(field, { field, ageMs, reason });
    return value;
  }

  /** Undefined if nothing was read through a cache. */
  report(): FreshnessReport | undefined {
    return this.#ageMs === undefined
      ? undefined
      : { ageMs: Math.round(this.#ageMs), stale: [...this.#stale.values()] };
  }

  /** How long the answer may be kept, as far as what was read decides; 0 if nothing was read through a cache. */
  get keepForMs(): number {
    return this.#ageMs === undefined ? 0 : this.#keepForMs;
  }

  /** Of the tags of all that was read: only while they are the current ones the answer may be kept. */
  get generations(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#generations);
  }

  #limit(validity: Validity | undefined): void {
    this.#keepForMs = Math.min(this.#keepForMs, validity?.forMs ?? 0);
    // What is not to be kept needs no generations.
    if (!validity || this.#keepForMs === 0) return;
    for (const [index, tag] of validity.tags.entries()) {
      const generation = validity.generations[index];
      const noted = this.#generations.get(tag);
      // Read while Redis was away, or on both sides of a bump.
      if (generation === undefined || (noted !== undefined && noted !== generation))
        this.#keepForMs = 0;
      else this.#generations.set(tag, generation);
    }
  }
}

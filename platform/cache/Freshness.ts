import type { Read, Staleness } from './CachePolicy.js';

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

/** What one answer was made of: how old its parts are, and which of them are stale. */
export class Freshness {
  #ageMs: number | undefined;
  readonly #stale = new Map<string, StalePart>();

  /** Notes what was read for a field, and gives its value. */
  of<Value>(field: string, { value, ageMs, stale: reason }: Read<Value>): Value {
    this.#ageMs = Math.max(this.#ageMs ?? 0, ageMs);
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
}

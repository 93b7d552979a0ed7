import type { Clock } from '../../../platform/clock.js';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** A token bucket for each API client: so many requests a second, and as many at once after a pause. */
export class RateLimit {
  readonly #perS: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  /** @param options.perS 0 for no limit. */
  constructor(options: { perS: number; clock: Clock }) {
    this.#perS = options.perS;
    this.#clock = options.clock;
  }

  /** Undefined if the request may pass; else the whole seconds after which one may. */
  refuse(clientId: string): number | undefined {
    if (this.#perS === 0) return undefined;
    const nowMs = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(clientId) ?? { tokens: this.#perS, filledAtMs: nowMs };
    const gained = ((nowMs - bucket.filledAtMs) / 1_000) * this.#perS;
    bucket.tokens = Math.min(bucket.tokens + gained, this.#perS);
    bucket.filledAtMs = nowMs;
    this.#buckets.set(clientId, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.#perS);
    bucket.tokens -= 1;
    return undefined;
  }
}

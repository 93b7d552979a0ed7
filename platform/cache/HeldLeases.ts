import type { Clock } from '../clock.js';

/** A fetch that takes longer is taken for lost, even if its process is alive. */
const longestFetchMs = 11_000;

/** The leases of this process: renewed as long as it lives, so that they can be short for when it dies. */
export class HeldLeases {
  readonly #renew: (key: string, lease: string) => Promise<unknown>;
  readonly #clock: Clock;
  /** By lease: its key, and until when it is renewed. */
  readonly #held = new Map<string, { readonly key: string; readonly untilMs: number }>();
  readonly #heartbeat: NodeJS.Timeout;

  /**
   * @param options.renew lets a lease live on, if it is still the one that counts
   * @param options.everyMs well below the life of a lease
   */
  constructor(options: {
    renew: (key: string, lease: string) => Promise<unknown>;
    everyMs: number;
    clock: Clock;
  }) {
    this.#renew = options.renew;
    this.#clock = options.clock;
    this.#heartbeat = setInterval(() => {
      this.beat();
    }, options.everyMs);
    this.#heartbeat.unref();
  }

  add(key: string, lease: string): void {
    this.#held.set(lease, { key, untilMs: this.#clock.monotonicMs() + longestFetchMs });
  }

  /** It is about to be given back. */
  remove(lease: string): void {
    this.#held.delete(lease);
  }

  /** Renews all; one that cannot be renewed now may be by the next beat. */
  beat(): void {
    for (const [lease, { key, untilMs }] of this.#held) {
      if (this.#clock.monotonicMs() >= untilMs) this.#held.delete(lease);
      else this.#renew(key, lease).catch(() => undefined);
    }
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    this.#held.clear();
  }
}

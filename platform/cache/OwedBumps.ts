import type { Logger } from '../log.js';

/** A bump that was refused although Redis is there (it is read-only, or full) is tried again so often. */
const againAfterMs = 1_000;

/** Bumps that Redis does not have yet: they are sent one batch after another until it does. */
export class OwedBumps {
  readonly #send: (tags: readonly string[]) => Promise<void>;
  readonly #logger: Logger;
  readonly #owed = new Set<string>();
  #onTheirWay: readonly string[] = [];
  #latest: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #again: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** @param send makes these tags' generations new, in one step; rejects if that is not known to have happened */
  constructor(send: (tags: readonly string[]) => Promise<void>, logger: Logger) {
    this.#send = send;
    this.#logger = logger;
  }

  /** Resolves when they were sent, or could not be; then they are sent later. */
  add(tags: readonly string[]): Promise<void> {
    for (const tag of tags) this.#owed.add(tag);
    return this.pay();
  }

  /** Sends what is owed: after the batch that is on its way, and together with what comes until then. */
  pay(): Promise<void> {
    this.#next ??= this.#latest.then(() => {
      this.#next = undefined;
      this.#latest = this.#sendAll();
      return this.#latest;
    });
    return this.#next;
  }

  /** Whether the generation of one of these tags in Redis is older than it should be. */
  async include(tags: readonly string[]): Promise<boolean> {
    const isOwed = () => tags.some((tag) => this.#owed.has(tag) || this.#onTheirWay.includes(tag));
    if (!isOwed()) return false;
    await (this.#next ?? this.#latest);
    return isOwed();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#again);
  }

  async #sendAll(): Promise<void> {
    if (this.#owed.size === 0 || this.#isStopped) return;
    this.#onTheirWay = [...this.#owed];
    this.#owed.clear();
    try {
      await this.#send(this.#onTheirWay);
    } catch (error) {
      for (const tag of this.#onTheirWay) this.#owed.add(tag);
      this.#logger.warn(
        { reason: String(error), tags: this.#owed.size },
        'Redis is away: other processes learn of this invalidation when it is back',
      );
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.pay(), againAfterMs);
      this.#again.unref();
    }
    this.#onTheirWay = [];
  }
}

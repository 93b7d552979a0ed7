import type { Clock } from '../clock.js';
import type { Logger } from '../log.js';

/** A bump that was refused although Redis is there (it is read-only, or full) is tried again so often. */
const againAfterMs = 1_000;
/** What was taken so shortly before a connection was lost may be missing in the server that takes over. */
const doubtfulMs = 60_000;
/** A script with more keys would hold up everybody else. */
const mostTagsAtOnce = 1_000;

/** Bumps that Redis does not have yet, or may have lost: they are sent one batch after another until it does. */
export class OwedBumps {
  readonly #send: (tags: readonly string[]) => Promise<void>;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #owed = new Set<string>();
  /** When Redis took them, the oldest first. */
  readonly #takenAtMs = new Map<string, number>();
  #onTheirWay: readonly string[] = [];
  #latest: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #again: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** @param options.send makes these tags' generations new, in one step; rejects if that is not known to have happened */
  constructor(options: {
    send: (tags: readonly string[]) => Promise<void>;
    clock: Clock;
    logger: Logger;
  }) {
    this.#send = options.send;
    this.#clock = options.clock;
    this.#logger = options.logger;
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

  /** A connection was lost, and a server that did not hear of the latest bumps may take over: they are owed again. */
  doubt(): Promise<void> {
    this.#forgetOld();
    const doubtful = [...this.#takenAtMs.keys()];
    this.#takenAtMs.clear();
    return this.add(doubtful);
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
    while (this.#owed.size > 0 && !this.#isStopped) {
      this.#onTheirWay = [...this.#owed].slice(0, mostTagsAtOnce);
      for (const tag of this.#onTheirWay) this.#owed.delete(tag);
      const isTaken = await this.#sendBatch(this.#onTheirWay);
      this.#onTheirWay = [];
      if (!isTaken) return;
    }
  }

  async #sendBatch(tags: readonly string[]): Promise<boolean> {
    try {
      await this.#send(tags);
    } catch (error) {
      for (const tag of tags) this.#owed.add(tag);
      this.#logger.warn(
        { reason: String(error), tags: this.#owed.size },
        'Redis is away: other processes learn of this invalidation when it is back',
      );
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.pay(), againAfterMs);
      this.#again.unref();
      return false;
    }
    this.#forgetOld();
    for (const tag of tags) {
      // What is set anew goes to the end only if it was not there.
      this.#takenAtMs.delete(tag);
      this.#takenAtMs.set(tag, this.#clock.monotonicMs());
    }
    return true;
  }

  #forgetOld(): void {
    const earliestMs = this.#clock.monotonicMs() - doubtfulMs;
    for (const [tag, atMs] of this.#takenAtMs) {
      if (atMs > earliestMs) return;
      this.#takenAtMs.delete(tag);
    }
  }
}

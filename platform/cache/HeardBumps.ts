import { LRUCache } from 'lru-cache';

/** A moment in what a process has heard. */
export interface Mark {
  readonly era: number;
  readonly bumps: number;
}

/**
 * What a process has heard of bumps. Whatever it has is as good as the shared generations while nothing was heard of its
 * tags since. When the channel on which bumps come is lost, or is there again, a new era begins: nobody knows what was missed.
 */
export class HeardBumps {
  #isChannelUp = false;
  #era = 0;
  #bumps = 0;
  /** The bump at which a tag was last made invalid; of those forgotten, the latest. */
  #forgottenBump = 0;
  readonly #bumpOfTag = new LRUCache<string, number>({
    // Looked at only for what was read or used a moment ago: seconds of the busiest issuing are enough.
    max: 10_000,
    dispose: (bump, _tag, reason) => {
      if (reason === 'evict') this.#forgottenBump = Math.max(this.#forgottenBump, bump);
    },
  });

  get isChannelUp(): boolean {
    return this.#isChannelUp;
  }

  get era(): number {
    return this.#era;
  }

  /** How many were heard. */
  get bumps(): number {
    return this.#bumps;
  }

  /** To be taken before something is read elsewhere that bumps can make invalid. */
  mark(): Mark {
    return { era: this.#era, bumps: this.#bumps };
  }

  /** Whether everything would have been heard since a mark, and nothing was of these tags. */
  nothingSince({ era, bumps }: Mark, tags: readonly string[]): boolean {
    return era === this.#era && (bumps === this.#bumps || this.latestBump(tags) <= bumps);
  }

  /** The latest bump that has made any of these tags invalid. */
  latestBump(tags: readonly string[]): number {
    return Math.max(0, ...tags.map((tag) => this.#bumpOfTag.get(tag) ?? this.#forgottenBump));
  }

  bump(tags: readonly string[]): void {
    this.#bumps += 1;
    for (const tag of tags) this.#bumpOfTag.set(tag, this.#bumps);
  }

  /** Bumps begin to arrive (true), or may be missed from now on (false). */
  channel(isUp: boolean): void {
    this.#isChannelUp = isUp;
    this.#era += 1;
  }
}

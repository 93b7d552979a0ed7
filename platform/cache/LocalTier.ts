import { LRUCache } from 'lru-cache';
import type { Cached, Envelope } from './CachePolicy.js';

/** What a value in this process is worth. */
export type Standing =
  /** Every bump since it was fetched would have been heard: it is as good as the shared one. */
  | 'confirmed'
  /** Fetched while bumps cannot be heard: good for a moment only. */
  | 'unheard'
  /** A bump has made it invalid, or may have: only better than nothing. */
  | 'last known';

/** The era of what a bump has made invalid. */
const outdated = -1;

interface Entry {
  readonly envelope: Envelope<unknown>;
  readonly tags: readonly string[];
  readonly era: number;
  readonly bytes: number;
}

/**
 * The values of this process, bounded in bytes. It serves as its own only what bumps would have reached: when the
 * channel on which they come is lost, a new era begins, and everything older is merely what was last known.
 */
export class LocalTier {
  #isChannelUp = false;
  #era = 0;
  #bumps = 0;
  /** The bump at which a tag was last made invalid; of those forgotten, the latest. */
  #forgottenBump = 0;
  readonly #bumpOfTag = new LRUCache<string, number>({
    max: 100_000,
    dispose: (bump, _tag, reason) => {
      if (reason === 'evict') this.#forgottenBump = Math.max(this.#forgottenBump, bump);
    },
  });
  readonly #keysOfTag = new Map<string, Set<string>>();
  readonly #entries: LRUCache<string, Entry>;

  constructor(maxBytes: number) {
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: ({ tags }, key, reason) => {
        if (reason !== 'set') this.#forget(key, tags);
      },
    });
  }

  /** In bytes, as it is bounded. */
  get size(): number {
    return this.#entries.calculatedSize;
  }

  get isChannelUp(): boolean {
    return this.#isChannelUp;
  }

  get<Value>(key: string): { envelope: Envelope<Value>; standing: Standing } | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    // A key names one kind of value: whoever put it there asked for the same.
    const envelope = entry.envelope as Envelope<Value>;
    if (entry.era !== this.#era) return { envelope, standing: 'last known' };
    return { envelope, standing: this.#isChannelUp ? 'confirmed' : 'unheard' };
  }

  /** To be taken before a value is read elsewhere, and given to `put` with it. */
  mark(): { readonly era: number; readonly bumps: number } {
    return { era: this.#era, bumps: this.#bumps };
  }

  /**
   * Keeps a value: if one of its tags was bumped or the channel was lost since the mark, or without a mark, only as what
   * was last known, and only if nothing better is kept.
   */
  put(
    { key, tags }: Cached,
    envelope: Envelope<unknown>,
    since: ReturnType<LocalTier['mark']> | undefined,
  ): void {
    const isGood =
      since?.era === this.#era &&
      tags.every((tag) => (this.#bumpOfTag.get(tag) ?? this.#forgottenBump) <= since.bumps);
    const kept = this.#entries.peek(key);
    const isKeptBetter =
      kept?.era === this.#era || (kept && kept.envelope.fetchedAtMs >= envelope.fetchedAtMs);
    if (!isGood && isKeptBetter) return;
    // Two bytes a character is what V8 takes at most for the text; the object it stands for is about as large.
    const bytes = 2 * (JSON.stringify(envelope.value).length + key.length) + 200;
    this.#entries.set(key, { envelope, tags, bytes, era: isGood ? this.#era : outdated });
    if (!this.#entries.has(key)) {
      // It is larger than the whole tier.
      this.#forget(key, tags);
      return;
    }
    for (const tag of tags) {
      const keys = this.#keysOfTag.get(tag) ?? new Set();
      this.#keysOfTag.set(tag, keys.add(key));
    }
  }

  bump(tags: readonly string[]): void {
    this.#bumps += 1;
    for (const tag of tags) {
      this.#bumpOfTag.set(tag, this.#bumps);
      for (const key of this.#keysOfTag.get(tag) ?? []) {
        const entry = this.#entries.peek(key);
        if (entry) this.#entries.set(key, { ...entry, era: outdated });
      }
    }
  }

  channel(isUp: boolean): void {
    this.#isChannelUp = isUp;
    this.#era += 1;
  }

  #forget(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const keys = this.#keysOfTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysOfTag.delete(tag);
    }
  }
}

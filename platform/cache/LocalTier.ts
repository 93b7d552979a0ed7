import { LRUCache } from 'lru-cache';
import type { Cached, Envelope } from './CachePolicy.js';
import { HeardBumps, type Mark } from './HeardBumps.js';

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
  /** As JSON until it is asked for here: a text costs the garbage collector nothing, and not all that comes is asked for again. */
  held: string | Envelope<unknown>;
  readonly fetchedAtMs: number;
  readonly tags: readonly string[];
  readonly era: number;
  readonly bytes: number;
}

/**
 * The values of this process, bounded in bytes. It serves as its own only what bumps would have reached: when the
 * channel on which they come is lost, a new era begins, and everything older is merely what was last known.
 */
export class LocalTier {
  readonly #heard = new HeardBumps();
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
    return this.#heard.isChannelUp;
  }

  get<Value>(key: string): { envelope: Envelope<Value>; standing: Standing } | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    // A key names one kind of value: whoever put it there asked for the same.
    const envelope = unfolded(entry) as Envelope<Value>;
    if (entry.era !== this.#heard.era) return { envelope, standing: 'last known' };
    return { envelope, standing: this.#heard.isChannelUp ? 'confirmed' : 'unheard' };
  }

  /** To be taken before a value is read elsewhere, and given to `put` with it. */
  mark(): Mark {
    return this.#heard.mark();
  }

  /** The latest bump that has made any of these tags invalid, as far as this process has heard. */
  latestBump(tags: readonly string[]): number {
    return this.#heard.latestBump(tags);
  }

  /**
   * Keeps a value: if one of its tags was bumped or the channel was lost since the mark, or without a mark, only as what
   * was last known, and only if nothing better is kept.
   * @param text the envelope as JSON, for whoever has it
   */
  put(
    { key, tags }: Cached,
    envelope: Envelope<unknown>,
    since: Mark | undefined,
    text = JSON.stringify(envelope),
  ): void {
    const { era: currentEra } = this.#heard;
    const isGood = since !== undefined && this.#heard.nothingSince(since, tags);
    const { fetchedAtMs } = envelope;
    const kept = this.#entries.peek(key);
    const isKeptBetter = kept?.era === currentEra || (kept && kept.fetchedAtMs >= fetchedAtMs);
    if (!isGood && isKeptBetter) return;
    // Two bytes a character is what V8 takes at most for the text; the object it stands for is about as large.
    const bytes = 2 * (text.length + key.length) + 200;
    const era = isGood ? currentEra : outdated;
    this.#entries.set(key, { held: text, fetchedAtMs, tags, era, bytes });
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
    this.#heard.bump(tags);
    for (const tag of tags) {
      for (const key of this.#keysOfTag.get(tag) ?? []) {
        const entry = this.#entries.peek(key);
        if (entry) this.#entries.set(key, { ...entry, era: outdated });
      }
    }
  }

  channel(isUp: boolean): void {
    this.#heard.channel(isUp);
  }

  #forget(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const keys = this.#keysOfTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysOfTag.delete(tag);
    }
  }
}

/** What is held, from now on as what it says. */
function unfolded(entry: Entry): Envelope<unknown> {
  if (typeof entry.held !== 'string') return entry.held;
  // `put` has made this text of an envelope.
  const envelope = JSON.parse(entry.held) as Envelope<unknown>;
  entry.held = envelope;
  return envelope;
}

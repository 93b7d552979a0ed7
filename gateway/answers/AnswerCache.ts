import { LRUCache } from 'lru-cache';
import { sameGenerations } from '../../platform/cache/CachePolicy.js';
import type { Generations } from '../../platform/cache/Generations.js';
import { HeardBumps, type Mark } from '../../platform/cache/HeardBumps.js';
import type { Clock } from '../../platform/clock.js';
import type { Caller } from '../../platform/identity.js';
import type { Metrics } from '../../platform/metrics.js';
import { AnswerCacheCounts } from './AnswerCacheCounts.js';
import { CallerViews } from './CallerViews.js';
import type { Keepable } from './DeclaredCaching.js';

export const defaultAnswerCacheBytes = 67_108_864;

export interface AnswerCacheOptions {
  /** Of bodies, of the requests that find them, and of what it takes to hold them. */
  readonly maxBytes: number;
  /** Whether subgraphs are told who asks: then what they do not declare public is for that caller only. */
  readonly tellsWhoAsks: boolean;
  /** Of the caches of subgraphs; without them an answer that names generations is not kept. */
  readonly generations: Generations | undefined;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** What was answered to whom, if it may be kept. Instants are those of the monotonic clock. */
export interface Answer {
  readonly caller: Caller;
  /** Its whole text: the body, or of GET the path and query. */
  readonly request: string;
  /** The body of the answer. */
  readonly body: string;
  readonly keepable: Keepable;
  readonly askedAtMs: number;
  /** Of the oldest part of the answer. */
  readonly ageMs: number;
}

/** An answer that is there already. */
export interface FoundAnswer {
  readonly answer: Pick<Answer, 'body' | 'keepable' | 'ageMs'>;
  /** Of the oldest part of the answer, by now. */
  readonly ageMs: number;
}

interface Entry {
  readonly answer: FoundAnswer['answer'];
  readonly askedAtMs: number;
  readonly untilMs: number;
  readonly tags: readonly string[];
  /** When nothing was known to have made it invalid. */
  confirmed: Mark;
}

/** Beside the bytes of an answer and its request: the objects that hold them, and their places in tables. */
const overheadBytes = 1_000;

/**
 * Whole answers, found by the bytes of a request and by what its caller may see. What subgraphs read under generations is
 * kept only if these are the current ones, and served only while every bump is heard; when the channel is lost, it is gone.
 */
export class AnswerCache {
  readonly #options: AnswerCacheOptions;
  readonly #entries: LRUCache<string, Entry>;
  readonly #views = new CallerViews();
  readonly #heard = new HeardBumps();
  readonly #counts: AnswerCacheCounts;

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      // Two bytes a character is what V8 takes at most.
      sizeCalculation: ({ answer: { body } }, key) =>
        2 * (body.length + key.length) + overheadBytes,
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') this.#counts.removed.evicted += 1;
      },
    });
    this.#counts = new AnswerCacheCounts(options.metrics, this);
    options.generations?.onBump((tags) => {
      this.#heard.bump(tags);
    });
    options.generations?.onChannel((isUp) => {
      this.#heard.channel(isUp);
      for (const [key, { tags }] of this.#entries) if (tags.length > 0) this.#invalidate(key);
    });
  }

  /** As it is bounded. */
  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  get entries(): number {
    return this.#entries.size;
  }

  /** On the clock of the answers that are kept. */
  nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  find(caller: Caller, request: string): FoundAnswer | undefined {
    const { shared, own } = this.#views.of(caller);
    const nowMs = this.nowMs();
    const found =
      this.#findGood(keyOf(shared, request), nowMs) ?? this.#findGood(keyOf(own, request), nowMs);
    if (!found) {
      this.#counts.misses += 1;
      return undefined;
    }
    this.#counts.hits += 1;
    const { answer, askedAtMs } = found;
    return { answer, ageMs: answer.ageMs + nowMs - askedAtMs };
  }

  /** Keeps an answer; if it names generations, once they are confirmed. Never rejects: what cannot be is not kept. */
  async keep(answer: Answer): Promise<void> {
    const { generations } = answer.keepable;
    // Before they are looked at: what is heard meanwhile counts when the answer is found.
    const confirmed = this.#heard.mark();
    if (generations.size === 0 || (await this.#areCurrent(generations)))
      this.#put(answer, [...generations.keys()], confirmed);
  }

  async #areCurrent(read: Keepable['generations']): Promise<boolean> {
    // While bumps are not heard, nobody would know how long they are.
    if (!this.#options.generations || !this.#heard.isChannelUp) return false;
    try {
      const current = await this.#options.generations.generations([...read.keys()]);
      return sameGenerations(current, [...read.values()]);
    } catch {
      return false;
    }
  }

  #put(answer: Answer, tags: readonly string[], confirmed: Mark): void {
    const { caller, request, body, askedAtMs, ageMs, keepable } = answer;
    const { shared, own } = this.#views.of(caller);
    const isPublic =
      keepable.scope === 'public' || (keepable.scope === undefined && !this.#options.tellsWhoAsks);
    const key = keyOf(isPublic ? shared : own, request);
    // Who was asked earlier may answer later.
    if ((this.#entries.peek(key)?.askedAtMs ?? -Infinity) > askedAtMs) return;
    const untilMs = askedAtMs + keepable.forMs;
    this.#entries.set(key, {
      answer: { body: ownText(body), keepable, ageMs },
      ...{ askedAtMs, untilMs, tags, confirmed },
    });
  }

  #findGood(key: string, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (nowMs >= entry.untilMs) {
      this.#counts.removed.expired += 1;
      this.#entries.delete(key);
      return undefined;
    }
    if (entry.tags.length === 0) return entry;
    if (!this.#heard.nothingSince(entry.confirmed, entry.tags)) {
      this.#invalidate(key);
      return undefined;
    }
    // Of bumps long ago nobody remembers which tags they were of.
    if (entry.confirmed.bumps !== this.#heard.bumps) entry.confirmed = this.#heard.mark();
    return entry;
  }

  #invalidate(key: string): void {
    this.#counts.removed.invalidated += 1;
    this.#entries.delete(key);
  }
}

function keyOf(view: string, request: string): string {
  // No view has a line break in it.
  return `${view}\n${request}`;
}

/** In memory of its own: a text that was cut out of another, or put together, would keep all of that. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}

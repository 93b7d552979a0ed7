import { describe, expect, test } from '@jest/globals';
import { AnswerCache } from '../../../gateway/answers/AnswerCache.js';
import type { Keepable } from '../../../gateway/answers/DeclaredCaching.js';
import type { SharedTier } from '../../../platform/cache/SharedTier.js';
import type { Caller } from '../../../platform/identity.js';
import { createMetrics, type Metrics } from '../../../platform/metrics.js';
import { ManualClock } from '../../support/ManualClock.js';
import { SharedMemory } from '../../platform/cache/SharedMemory.js';

const caller: Caller = { name: 'intranet' };

/** The answers of one gateway, and another process that shares generations with it. */
class Kept {
  readonly clock = new ManualClock();
  readonly shared = new SharedMemory(this.clock);
  readonly other: SharedTier = this.shared.connect();
  readonly metrics: Metrics = createMetrics();
  readonly answers: AnswerCache;
  /** Happens between reading the current generations and learning of them. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  constructor(maxBytes = 1_000_000) {
    const tier = this.shared.connect();
    const generations: SharedTier = {
      ...tier,
      generations: async (tags) => {
        const current = await tier.generations(tags);
        await this.meanwhile();
        return current;
      },
    };
    this.answers = new AnswerCache({
      ...{ maxBytes, tellsWhoAsks: true, generations },
      ...{ clock: this.clock, metrics: this.metrics },
    });
  }

  /** Keeps an answer that was read under the current generations of these tags. */
  async keep(request: string, tags: readonly string[] = [], body = 'x'): Promise<void> {
    await this.keepUnder(request, await this.read(tags), body);
  }

  keepUnder(request: string, generations: Keepable['generations'], body = 'x'): Promise<void> {
    const keepable = { forMs: 60_000, scope: 'public', generations } as const;
    const askedAtMs = this.answers.nowMs();
    return this.answers.keep({ caller, request, body, keepable, askedAtMs, ageMs: 0 });
  }

  async read(tags: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const generations = await this.other.generations(tags);
    return new Map(tags.map((tag, index) => [tag, generations[index] ?? '']));
  }

  find(request: string): string | undefined {
    return this.answers.find(caller, request)?.answer.body;
  }

  async removed(reason: string): Promise<number | undefined> {
    const metric = await this.metrics.registry
      .getSingleMetric('gateway_answer_cache_removals_total')
      ?.get();
    return metric?.values.find(({ labels }) => labels['reason'] === reason)?.value;
  }
}

describe('An answer that was read under generations', () => {
  test('is gone as soon as one of its tags is bumped, by whomever', async () => {
    const kept = new Kept();
    await kept.keep('list', ['certificates', 'schema']);
    await kept.keep('item', ['portfolio']);
    expect([kept.find('list'), kept.find('item')]).toEqual(['x', 'x']);
    await kept.other.bump(['schema']);
    expect([kept.find('list'), kept.find('item')]).toEqual([undefined, 'x']);
    expect(await kept.removed('invalidated')).toBe(1);
  });

  test('is not kept if these are no longer the current ones', async () => {
    const kept = new Kept();
    const before = await kept.read(['certificates']);
    await kept.other.bump(['certificates']);
    await kept.keepUnder('list', before);
    expect(kept.find('list')).toBeUndefined();
  });

  test('is not kept if they end while they are being confirmed', async () => {
    const kept = new Kept();
    kept.meanwhile = () => kept.other.bump(['certificates']);
    await kept.keep('list', ['certificates']);
    expect(kept.find('list')).toBeUndefined();
  });

  test('is gone when bumps may have been missed, also once they are heard again', async () => {
    const kept = new Kept();
    await kept.keep('list', ['certificates']);
    await kept.keep('other');
    const read = await kept.read(['certificates']);
    kept.shared.goAway();
    expect([kept.find('list'), kept.find('other')]).toEqual([undefined, 'x']);
    expect(kept.answers.entries).toBe(1);
    await kept.keepUnder('list', read);
    kept.shared.comeBack({ isEmpty: false });
    expect(kept.find('list')).toBeUndefined();
    await kept.keep('list', ['certificates']);
    expect(kept.find('list')).toBe('x');
  });

  test('outlives any number of bumps of other tags, if it is asked for', async () => {
    const kept = new Kept();
    await kept.keep('list', ['certificates']);
    for (let batch = 0; batch < 30; batch += 1) {
      await kept.other.bump(
        Array.from({ length: 1_000 }, (_, n) => `${String(batch)} ${String(n)}`),
      );
      expect(kept.find('list')).toBe('x');
    }
  });
});

describe('What is kept', () => {
  test('expires when its time is over', async () => {
    const kept = new Kept();
    await kept.keep('list');
    kept.clock.advance(59_999);
    expect(kept.answers.find(caller, 'list')?.ageMs).toBe(59_999);
    kept.clock.advance(1);
    expect(kept.find('list')).toBeUndefined();
    expect(kept.answers.bytes).toBe(0);
    expect(await kept.removed('expired')).toBe(1);
  });

  test('is not replaced by what was asked for before it', async () => {
    const kept = new Kept();
    const keepable: Keepable = { forMs: 60_000, scope: 'public', generations: new Map() };
    const answer = { caller, request: 'list', keepable, ageMs: 0 };
    await kept.answers.keep({ ...answer, body: 'late', askedAtMs: 20 });
    await kept.answers.keep({ ...answer, body: 'early', askedAtMs: 10 });
    expect(kept.find('list')).toBe('late');
  });

  test('never takes more bytes than it may, requests included; the least recently used goes first', async () => {
    const maxBytes = 100_000;
    const kept = new Kept(maxBytes);
    for (let n = 0; n < 100; n += 1) {
      await kept.keep(`${'long '.repeat(200)}${String(n)}`, [], 'ä'.repeat(500));
      expect(kept.answers.bytes).toBeLessThanOrEqual(maxBytes);
      expect(kept.find(`${'long '.repeat(200)}0`)).toBeDefined();
    }
    expect(kept.answers.entries).toBeGreaterThan(20);
    expect(kept.find(`${'long '.repeat(200)}1`)).toBeUndefined();
    expect(await kept.removed('evicted')).toBe(100 - kept.answers.entries);
  });

  test('does not include what is larger than all of it', async () => {
    const kept = new Kept(10_000);
    await kept.keep('small');
    await kept.keep('large', [], 'x'.repeat(10_000));
    expect([kept.find('small'), kept.find('large')]).toEqual(['x', undefined]);
  });
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FetchReason } from '../../../platform/cache/CachePolicy.js';
import { ManualClock } from '../../support/ManualClock.js';
import { openCache, type OpenCache } from './openCaches.js';
import { SharedMemory } from './SharedMemory.js';

const softTtlMs = 60_000;
const hardTtlMs = 600_000;
const processes = 3;
const pages = ['one', 'two'];

type Step =
  | { readonly kind: 'read'; readonly by: number; readonly page: number }
  | { readonly kind: 'everybody reads at once'; readonly page: number }
  | {
      readonly kind: 'read while it changes';
      readonly by: number;
      readonly page: number;
      readonly changedBy: number;
    }
  | { readonly kind: 'change'; readonly by: number; readonly page: number }
  | { readonly kind: 'time passes'; readonly ms: number }
  | { readonly kind: 'shared tier away' }
  | { readonly kind: 'shared tier back'; readonly isEmpty: boolean }
  | { readonly kind: 'upstream'; readonly works: boolean };

const by = fc.nat(processes - 1);
const page = fc.nat(pages.length - 1);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('read' as const), by, page }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('everybody reads at once' as const), page }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), by, page }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('read while it changes' as const),
      by,
      page,
      changedBy: by,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('time passes' as const),
      ms: fc.constantFrom(500, 3_000, softTtlMs, hardTtlMs / 2, hardTtlMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('shared tier away' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('shared tier back' as const), isEmpty: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('upstream' as const), works: fc.boolean() }),
  },
);

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What is true upstream, and what each process must know of it. */
class World {
  readonly clock = new ManualClock();
  readonly shared = new SharedMemory(this.clock);
  readonly fleet: OpenCache[];
  readonly #versions = pages.map(() => 0);
  /** By process and page: the version of the last change it was told of. */
  readonly #told = Array.from({ length: processes }, () => pages.map(() => 0));
  /** By process and page: when it last was given a value, and what. */
  readonly #given = Array.from({ length: processes }, () =>
    pages.map((): { version: number; untilMs: number } | undefined => undefined),
  );
  #isUpstreamWorking = true;
  #isSharedAway = false;
  /** A fetch failed, and no time has passed since. */
  #hasJustFailed = false;
  #duringNextFetch: (() => Promise<void>) | undefined;
  readonly #fetchesFor: Record<FetchReason, number> = { miss: 0, refresh: 0 };

  constructor() {
    this.fleet = Array.from({ length: processes }, () =>
      openCache({ shared: this.shared.connect(), clock: this.clock, sleep: nextTurn }),
    );
  }

  get fetches(): number {
    return this.#fetchesFor.miss + this.#fetchesFor.refresh;
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case 'read':
        return this.#read(step.by, step.page);
      case 'everybody reads at once': {
        const before = { ...this.#fetchesFor };
        await Promise.all(this.fleet.map((_, process) => this.#read(process, step.page)));
        // Right after a failure, whoever knows nothing tries for itself.
        if (this.#isSharedAway || this.#hasJustFailed) return;
        expect(this.#fetchesFor.refresh).toBeLessThanOrEqual(before.refresh + 1);
        // Whoever has nothing does not wait for a refresh, which goes last: that may be one fetch beside it.
        expect(this.#fetchesFor.miss).toBeLessThanOrEqual(before.miss + 1);
        return;
      }
      case 'read while it changes':
        this.#duringNextFetch = () => this.#change(step.changedBy, step.page);
        await this.#read(step.by, step.page);
        this.#duringNextFetch = undefined;
        return;
      case 'change':
        return this.#change(step.by, step.page);
      case 'time passes':
        this.clock.advance(step.ms);
        this.#hasJustFailed = false;
        this.shared.endCoolDowns();
        return;
      case 'shared tier away':
        this.shared.goAway();
        this.#isSharedAway = true;
        return;
      case 'shared tier back':
        this.shared.comeBack(step);
        if (this.#isSharedAway)
          for (const told of this.#told) told.splice(0, pages.length, ...this.#versions);
        this.#isSharedAway = false;
        return;
      case 'upstream':
        this.#isUpstreamWorking = step.works;
        return;
    }
  }

  async #read(process: number, index: number): Promise<void> {
    const key = pages[index] ?? '';
    const told = this.#told[process]?.[index] ?? 0;
    const given = this.#given[process]?.[index];
    const before = this.fetches;
    const read = await this.fleet[process]?.cache
      .get({ key, tags: [key], softTtlMs, hardTtlMs }, (reason) => this.#fetch(index, reason))
      .catch(() => undefined);
    // A refresh belongs to the read that caused it.
    await this.fleet[process]?.cache.settled();
    expect(this.fetches).toBeLessThanOrEqual(before + processes);
    if (!read) {
      expect(this.#isUpstreamWorking).toBe(false);
      // What this process was given before is still its last resort.
      if (given) expect(this.clock.nowMs()).toBeGreaterThanOrEqual(given.untilMs);
      return;
    }
    const { value: version, ageMs, stale } = read;
    expect(ageMs).toBeLessThan(hardTtlMs);
    expect(version).toBeLessThanOrEqual(this.#versions[index] ?? 0);
    const isOld = ageMs >= softTtlMs;
    if (stale === undefined) expect(isOld).toBe(false);
    if (stale === 'REFRESHING') expect(isOld).toBe(true);
    if (stale === 'UPSTREAM_FAILED') expect(isOld || this.#hasJustFailed).toBe(true);
    else expect(version).toBeGreaterThanOrEqual(told);
    const ofProcess = this.#given[process];
    if (ofProcess) ofProcess[index] = { version, untilMs: this.clock.nowMs() - ageMs + hardTtlMs };
  }

  async #change(process: number, index: number): Promise<void> {
    const version = (this.#versions[index] ?? 0) + 1;
    this.#versions[index] = version;
    await this.fleet[process]?.cache.invalidate([pages[index] ?? '']);
    for (const [other, told] of this.#told.entries())
      if (other === process || !this.#isSharedAway) told[index] = version;
  }

  async #fetch(index: number, reason: FetchReason): Promise<number> {
    this.#fetchesFor[reason] += 1;
    const version = this.#versions[index] ?? 0;
    const meanwhile = this.#duringNextFetch;
    this.#duringNextFetch = undefined;
    await meanwhile?.();
    if (this.#isUpstreamWorking) return version;
    this.#hasJustFailed = true;
    throw new Error('Pluvo is away');
  }
}

test('whatever happens, a read is fresh or says that it is not, and fails only if nothing is known', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 60, size: 'max' }), async (steps) => {
      const world = new World();
      for (const step of steps) await world.run(step);
    }),
    { numRuns: 150 },
  );
});

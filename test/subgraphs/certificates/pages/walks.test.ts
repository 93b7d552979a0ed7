import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Freshness } from '../../../../platform/cache/Freshness.js';
import { PluvoError } from '../../../../pluvo/errors.js';
import { CertificatePages } from '../../../../subgraphs/certificates/pages/CertificatePages.js';
import { offsetCursors } from '../../../../subgraphs/certificates/pages/cursorFormat.js';
import { openCache } from '../../../platform/cache/openCaches.js';
import { SharedMemory } from '../../../platform/cache/SharedMemory.js';
import { ManualClock } from '../../../support/ManualClock.js';
import { ChangingList } from './ChangingList.js';
import { expectLegitimate, type Met } from './expectLegitimate.js';
import { FaultyList } from './FaultyList.js';

const softTtlMs = 60_000;
const hardTtlMs = 600_000;
const processes = 2;

type Step =
  | { readonly kind: 'walk on'; readonly size: number; readonly by: number }
  | { readonly kind: 'peek'; readonly offset: number; readonly by: number }
  | { readonly kind: 'insert' | 'delete'; readonly place: number }
  | { readonly kind: 'move'; readonly from: number; readonly to: number }
  | { readonly kind: 'tell'; readonly by: number }
  | { readonly kind: 'time passes'; readonly ms: number }
  | { readonly kind: 'error' | 'half' | 'endless'; readonly pages: number }
  | { readonly kind: 'slow'; readonly place: number; readonly tells: boolean; readonly by: number };

const by = fc.nat(processes - 1);
const place = fc.nat(170);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('walk on' as const),
      size: fc.integer({ min: 1, max: 70 }),
      by,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('peek' as const), offset: place, by }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('insert' as const, 'delete' as const), place }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('move' as const), from: place, to: place }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tell' as const), by }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('time passes' as const),
      ms: fc.constantFrom(5_000, softTtlMs, softTtlMs, hardTtlMs),
    }),
  },
);

const anyFault: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('error' as const, 'half' as const, 'endless' as const),
    pages: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('slow' as const), place, tells: fc.boolean(), by }),
);

const cursorOf = (offset: number) =>
  Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');
const offsetOf = (cursor: string) => Number(Buffer.from(cursor, 'base64').toString().split(':')[1]);
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A fleet before a list that changes, and somebody who walks through it, one request here, the next one there. */
class World {
  readonly #clock = new ManualClock();
  readonly #shared = new SharedMemory(this.#clock);
  readonly #list: ChangingList;
  readonly #pluvo: FaultyList;
  readonly #isForward: boolean;
  readonly #fleet: { pages: CertificatePages; settled: () => Promise<void> }[];
  readonly #met: Met[] = [];
  /** When each version of the list came. */
  readonly #cameAtMs: number[] = [];
  #toldVersion = 0;
  #cursor: string | undefined;
  #isOver = false;

  constructor(length: number, isForward: boolean, tellsCount: boolean) {
    this.#list = new ChangingList(length, { tellsCount });
    this.#pluvo = new FaultyList(this.#list);
    this.#isForward = isForward;
    this.#fleet = Array.from({ length: processes }, () => {
      // So little that a process forgets pages while others keep them.
      const opened = openCache({
        shared: this.#shared.connect(),
        clock: this.#clock,
        sleep: nextTurn,
        maxBytes: 25_000,
      });
      const pages = new CertificatePages({
        pluvo: this.#pluvo,
        cache: opened.cache,
        format: offsetCursors,
        ttl: { softTtlMs, hardTtlMs },
      });
      return { pages, settled: () => opened.cache.settled() };
    });
    this.#cameAtMs.push(this.#clock.nowMs());
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case 'walk on':
        await this.#walkOn(step.size, step.by);
        break;
      case 'peek':
        await this.#read(step.by, { from: 'start', size: 1, after: cursorOf(step.offset) });
        break;
      case 'insert':
        this.#list.insert(step.place);
        break;
      case 'delete':
        this.#list.delete(step.place);
        break;
      case 'move':
        // Nobody can tell by the length of the list that it has changed.
        this.#list.delete(step.from);
        this.#list.insert(step.to);
        break;
      case 'tell':
        await this.#tell(step.by);
        break;
      case 'error':
      case 'half':
      case 'endless':
        for (let page = 0; page < step.pages; page += 1) this.#pluvo.arm({ kind: step.kind });
        break;
      case 'slow':
        this.#pluvo.arm({
          kind: 'slow',
          meanwhile: async () => {
            this.#list.insert(step.place);
            this.#noteVersions();
            if (step.tells) await this.#tell(step.by);
          },
        });
        break;
      case 'time passes':
        this.#pass(step.ms);
        break;
    }
    this.#noteVersions();
  }

  /** @throws if the walk met something that nobody could meet who reads Pluvo page by page. */
  async finish(): Promise<void> {
    this.#pluvo.clear();
    while (!this.#isOver) await this.#walkOn(50, 0);
    expectLegitimate(this.#met, this.#list.versions);
  }

  /** @throws if any process has kept anything of what was broken. */
  async expectSound(): Promise<void> {
    this.#pass(1_000);
    await this.#tell(0);
    for (const { pages } of this.#fleet) {
      const read = await pages.window({ from: 'start', size: 500 }, new Freshness());
      expect(read?.edges.map((edge) => edge?.node?.id)).toEqual(this.#list.current);
    }
  }

  #pass(ms: number): void {
    this.#clock.advance(ms);
    this.#shared.endCoolDowns();
  }

  async #tell(by: number): Promise<void> {
    await this.#fleet[by]?.pages.changed();
    this.#toldVersion = this.#list.versions.length - 1;
  }

  #noteVersions(): void {
    while (this.#cameAtMs.length < this.#list.versions.length)
      this.#cameAtMs.push(this.#clock.nowMs());
  }

  async #walkOn(size: number, process: number): Promise<void> {
    if (this.#isOver) return;
    const cursor = this.#cursor;
    const isForward = this.#isForward;
    // What was still true when it was asked for may be served, whatever happens until it comes.
    const [told, current] = [this.#toldVersion, this.#oldestInTime()];
    const answer = await this.#read(process, {
      from: isForward ? 'start' : 'end',
      size,
      ...(cursor !== undefined && (isForward ? { after: cursor } : { before: cursor })),
    });
    // Nothing was met: they ask again.
    if (!answer) return;
    const { read, isLastKnown } = answer;
    const oldest = isLastKnown ? current : Math.max(current, told);
    const edges = read?.edges.map((edge) => ({
      offset: offsetOf(edge?.cursor ?? ''),
      id: edge?.node?.id,
      ...{ oldest, isLastKnown },
    }));
    const met = (isForward ? edges : edges?.toReversed()) ?? [];
    const end = isForward ? (met.at(-1) ?? this.#met.at(-1))?.offset : undefined;
    const first = met[0];
    if (!isForward && this.#met.length === 0)
      this.#met.push({ offset: first ? first.offset + 1 : 0, id: undefined, oldest, isLastKnown });
    this.#met.push(...met);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = read?.pageInfo ?? {};
    this.#isOver = !(isForward ? hasNextPage : hasPreviousPage);
    this.#cursor = (isForward ? endCursor : startCursor) ?? this.#cursor;
    if (!this.#isOver) return;
    if (isForward) this.#met.push({ offset: (end ?? -1) + 1, id: undefined, oldest, isLastKnown });
    else expect(this.#met.at(-1)?.offset).toBe(0);
  }

  /** Undefined if a page failed, and nothing was known instead. */
  async #read(process: number, window: Parameters<CertificatePages['window']>[0]) {
    const freshness = new Freshness();
    try {
      const read = await this.#fleet[process]?.pages.window(window, freshness);
      const stale = freshness.report()?.stale ?? [];
      return { read, isLastKnown: stale.some(({ reason }) => reason === 'UPSTREAM_FAILED') };
    } catch (error) {
      if (!(error instanceof PluvoError)) throw error;
      return undefined;
    } finally {
      await this.#fleet[process]?.settled();
    }
  }

  /** What lies further back than a page may live is served to nobody, nor is what was announced as changed if anything newer can be had. */
  #oldestInTime(): number {
    const earliestMs = this.#clock.nowMs() - hardTtlMs;
    return this.#cameAtMs.findLastIndex((atMs) => atMs <= earliestMs);
  }
}

const walkOf = (step: fc.Arbitrary<Step>) =>
  fc.record({
    length: fc.integer({ min: 0, max: 160 }),
    steps: fc.array(step, { maxLength: 30, size: 'max' }),
  });
const anyWalk = walkOf(anyStep);
const anyFaultyWalk = walkOf(
  fc.oneof({ weight: 3, arbitrary: anyStep }, { weight: 1, arbitrary: anyFault }),
);

test('a page that shows that the list has changed leaves nobody out between itself and an older page', async () => {
  const list = new ChangingList(120);
  const clock = new ManualClock();
  const { cache } = openCache({ clock });
  const ttl = { softTtlMs, hardTtlMs };
  const pages = new CertificatePages({ pluvo: list, cache, format: offsetCursors, ttl });
  const read = async (size: number, after?: string) => {
    const window = { from: 'start' as const, size, ...(after !== undefined && { after }) };
    return (await pages.window(window, new Freshness()))?.edges.map((edge) => edge?.node?.id);
  };
  await read(20, cursorOf(60));
  // One more before that page, and one less behind it: its length does not tell.
  list.insert(0);
  list.delete(115);
  await expect(read(120)).resolves.toEqual(list.current);
});

describe('A walk through a list that changes, while pages expire and are forgotten,', () => {
  test.each([
    { way: 'forward', isForward: true, tellsCount: true },
    { way: 'back', isForward: false, tellsCount: true },
    { way: 'forward, where Pluvo tells no count,', isForward: true, tellsCount: false },
  ])(
    '$way meets no gap and no repeat that Pluvo read page by page could not have given',
    async ({ isForward, tellsCount }) => {
      await fc.assert(
        fc.asyncProperty(anyWalk, async ({ length, steps }) => {
          const world = new World(length, isForward, tellsCount);
          for (const step of steps) await world.run(step);
          await world.finish();
        }),
        { numRuns: 80 },
      );
    },
  );

  test.each([
    { way: 'forward', isForward: true },
    { way: 'back', isForward: false },
  ])(
    '$way and pages fail, break off or take long, is told so, and leaves nothing broken behind',
    async ({ isForward }) => {
      await fc.assert(
        fc.asyncProperty(anyFaultyWalk, async ({ length, steps }) => {
          const world = new World(length, isForward, true);
          for (const step of steps) await world.run(step);
          await world.finish();
          await world.expectSound();
        }),
        { numRuns: 80 },
      );
    },
  );
});

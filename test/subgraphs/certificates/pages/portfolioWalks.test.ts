import { buildSubgraphSchema } from '@apollo/subgraph';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { graphql, parse } from 'graphql';
import { z } from 'zod';
import { Freshness } from '../../../../platform/cache/Freshness.js';
import type { PluvoPortfolioItem } from '../../../../pluvo/types.js';
import { portfolioResolvers } from '../../../../subgraphs/certificates/resolvers/portfolio.js';
import { Portfolios } from '../../../../subgraphs/certificates/pages/Portfolios.js';
import { typeDefs } from '../../../../subgraphs/certificates/schema.js';
import { openCache } from '../../../platform/cache/openCaches.js';
import { SharedMemory } from '../../../platform/cache/SharedMemory.js';
import { ManualClock } from '../../../support/ManualClock.js';

const softTtlMs = 30_000;
const hardTtlMs = 600_000;
const processes = 2;
const pluvoId = 'b4a3c3a0-5f0e-4d1c-9d53-5f6bc2f0a001';
const dayMs = 86_400_000;

type Step =
  | { readonly kind: 'walk on'; readonly size: number; readonly by: number }
  | { readonly kind: 'insert'; readonly day: number }
  | { readonly kind: 'delete'; readonly place: number }
  | { readonly kind: 'tell' }
  | { readonly kind: 'time passes'; readonly ms: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('walk on' as const),
      size: fc.integer({ min: 1, max: 7 }),
      by: fc.nat(processes - 1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert' as const), day: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), place: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tell' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('time passes' as const),
      ms: fc.constantFrom(5_000, softTtlMs, hardTtlMs),
    }),
  },
);

const schema = buildSubgraphSchema([
  { typeDefs: parse(typeDefs), resolvers: { User: portfolioResolvers.User ?? {} } },
]);
const query = `query ($pluvoId: UUID, $first: Int, $after: String, $last: Int, $before: String) {
  _entities(representations: [{ __typename: "User", id: "1", pluvoId: $pluvoId }]) { ... on User {
    portfolioItems(first: $first, after: $after, last: $last, before: $before) {
      edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;
const answerShape = z.object({
  _entities: z.tuple([
    z.object({
      portfolioItems: z.object({
        edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
        pageInfo: z.object({
          hasNextPage: z.boolean(),
          hasPreviousPage: z.boolean(),
          startCursor: z.string().nullable(),
          endCursor: z.string().nullable(),
        }),
      }),
    }),
  ]),
});

/** A fleet before somebody's portfolio, which changes, and somebody who walks through it, one request here, the next there. */
class World {
  readonly #clock = new ManualClock();
  readonly #fleet: { portfolios: Portfolios; settled: () => Promise<void> }[];
  readonly #isForward: boolean;
  #items: PluvoPortfolioItem[] = [];
  #made = 0;
  /** In the portfolio from the first request to the last one. */
  readonly #always: Set<string>;
  readonly #met: string[] = [];
  #cursor: string | undefined;
  #state: 'walking' | 'at the end' | 'lost' = 'walking';

  constructor(days: readonly number[], isForward: boolean) {
    this.#isForward = isForward;
    const shared = new SharedMemory(this.#clock);
    const pluvo = { portfolios: () => Promise.resolve([this.#items]) };
    this.#fleet = Array.from({ length: processes }, () => {
      const { cache } = openCache({ shared: shared.connect(), clock: this.#clock });
      const portfolios = new Portfolios({ pluvo, cache, ttl: { softTtlMs, hardTtlMs } });
      return { portfolios, settled: () => cache.settled() };
    });
    for (const day of days) this.#insert(day);
    this.#always = new Set(this.#items.map(({ id }) => id));
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case 'walk on':
        return this.#walkOn(step.size, step.by);
      case 'insert':
        this.#insert(step.day);
        return;
      case 'delete': {
        const [gone] = this.#items.slice(step.place % Math.max(1, this.#items.length));
        this.#items = this.#items.filter((item) => item !== gone);
        if (gone) this.#always.delete(gone.id);
        return;
      }
      case 'tell':
        return this.#fleet[0]?.portfolios.changed([pluvoId]);
      case 'time passes':
        this.#clock.advance(step.ms);
        return;
    }
  }

  async finish(): Promise<void> {
    while (this.#state === 'walking') await this.#walkOn(10, 1);
    expect(this.#met).toHaveLength(new Set(this.#met).size);
    if (this.#state === 'lost') {
      // It says so instead of beginning anywhere, and only if the item that it stood on was not there all the time.
      expect(this.#always).not.toContain(this.#met.at(-1));
      return;
    }
    const newestFirst = this.#items
      .toSorted((a, b) => (b.startDate ?? '').localeCompare(a.startDate ?? ''))
      .map(({ id }) => id);
    const expected = this.#isForward ? newestFirst : newestFirst.toReversed();
    expect(this.#met.filter((id) => this.#always.has(id))).toEqual(
      expected.filter((id) => this.#always.has(id)),
    );
  }

  #insert(day: number): void {
    this.#made += 1;
    const startDate = new Date(day * dayMs).toISOString();
    this.#items = [...this.#items, { id: String(this.#made), startDate }];
  }

  async #walkOn(size: number, process: number): Promise<void> {
    const served = this.#fleet[process];
    if (!served || this.#state !== 'walking') return;
    const portfolioByUser = {
      load: async (id: string) => (await served.portfolios.of([id], new Freshness()))[0],
    };
    const { data, errors } = await graphql({
      schema,
      source: query,
      contextValue: { loaders: { portfolioByUser }, limits: { maxPageSize: 50 } },
      variableValues: this.#isForward
        ? { pluvoId, first: size, after: this.#cursor }
        : { pluvoId, last: size, before: this.#cursor },
    });
    await served.settled();
    if (errors) {
      expect(errors).toMatchObject([{ originalError: { code: 'INVALID_CURSOR' } }]);
      this.#state = 'lost';
      return;
    }
    const [{ portfolioItems }] = answerShape.parse(data)._entities;
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = portfolioItems.pageInfo;
    const ids = portfolioItems.edges.map(({ node }) => node.id);
    this.#met.push(...(this.#isForward ? ids : ids.reverse()));
    this.#cursor = (this.#isForward ? endCursor : startCursor) ?? this.#cursor;
    if (!(this.#isForward ? hasNextPage : hasPreviousPage)) this.#state = 'at the end';
  }
}

test.each([
  { way: 'forward', isForward: true },
  { way: 'back', isForward: false },
])(
  'a walk $way through a portfolio that changes meets whoever is there all the time exactly once, or says that its place is gone',
  async ({ isForward }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30), { maxLength: 25 }),
        fc.array(anyStep, { maxLength: 20, size: 'max' }),
        async (days, steps) => {
          const world = new World(days, isForward);
          for (const step of steps) await world.run(step);
          await world.finish();
        },
      ),
      { numRuns: 80 },
    );
  },
);

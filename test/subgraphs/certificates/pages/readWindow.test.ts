import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseWindow,
  type ConnectionArguments,
} from '../../../../platform/relay/windowArguments.js';
import type { PluvoPage } from '../../../../pluvo/PluvoClient.js';
import type { PluvoConnection } from '../../../../pluvo/types.js';
import {
  offsetCursors,
  opaqueCursors,
  type CursorFormat,
} from '../../../../subgraphs/certificates/pages/cursorFormat.js';
import { readWindow } from '../../../../subgraphs/certificates/pages/readWindow.js';

const cursorOf = (offset: number) =>
  Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');

/** A list of numbers behind Graphene's pages of 50, some of whose edges are null; remembers which pages were read. */
class GrapheneList {
  readonly reads: PluvoPage[] = [];
  readonly #length: number;
  readonly #nullEdges: ReadonlySet<number>;

  constructor(length: number, nullEdges: readonly number[] = []) {
    this.#length = length;
    this.#nullEdges = new Set(nullEdges);
  }

  readonly read = (page: PluvoPage): Promise<PluvoConnection<number>> => {
    this.reads.push(page);
    const offset = (cursor: string) =>
      Number(Buffer.from(cursor, 'base64').toString().split(':')[1]);
    const bound =
      'first' in page
        ? page.after === undefined
          ? 0
          : offset(page.after) + 1
        : page.before === undefined
          ? this.#length
          : Math.min(this.#length, offset(page.before));
    const start = 'first' in page ? bound : Math.max(0, bound - 50);
    const end = 'first' in page ? Math.min(this.#length, bound + 50) : bound;
    const offsets = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
    return Promise.resolve({
      // Graphene tells only about the end it was asked to page towards.
      pageInfo: {
        hasNextPage: 'first' in page && end < this.#length,
        hasPreviousPage: 'last' in page && start > 0,
        startCursor: offsets.length > 0 ? cursorOf(start) : null,
        endCursor: offsets.length > 0 ? cursorOf(end - 1) : null,
      },
      edges: offsets.map((place) =>
        this.#nullEdges.has(place) ? null : { node: place, cursor: cursorOf(place) },
      ),
      count: this.#length,
    });
  };
}

async function read(
  list: GrapheneList,
  args: ConnectionArguments,
  format: CursorFormat = offsetCursors,
) {
  return readWindow(parseWindow(args, { defaultSize: 50, maxSize: 500 }), format, list.read);
}
const nodes = (connection: PluvoConnection<number> | null) =>
  connection?.edges.map((edge) => edge?.node ?? null) ?? [];

const lists = fc.record({
  length: fc.integer({ min: 0, max: 180 }),
  size: fc.integer({ min: 0, max: 120 }),
  a: fc.option(fc.nat(200), { nil: undefined }),
  b: fc.option(fc.nat(200), { nil: undefined }),
});

describe.each([
  ['offset', offsetCursors],
  ['opaque', opaqueCursors],
] as const)('A window of a list in pages of 50, with %s cursors', (_name, format) => {
  test('is what a list without pages would give, forwards and back, between any two cursors', async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.boolean(), async ({ length, size, a, b }, forward) => {
        const after = a !== undefined && a < length ? a : undefined;
        const before = b !== undefined && b < length && b > (after ?? -1) ? b : undefined;
        const all = Array.from({ length }, (_, index) => index);
        const between = all.slice((after ?? -1) + 1, before ?? length);
        const expected = forward
          ? between.slice(0, size)
          : between.slice(Math.max(0, between.length - size));
        const connection = await read(
          new GrapheneList(length),
          {
            [forward ? 'first' : 'last']: size,
            ...(after !== undefined && { after: cursorOf(after) }),
            ...(before !== undefined && { before: cursorOf(before) }),
          },
          format,
        );
        expect(nodes(connection)).toEqual(expected);
        const { hasNextPage, hasPreviousPage } = connection?.pageInfo ?? {};
        expect(forward ? hasNextPage : hasPreviousPage).toBe(expected.length < between.length);
      }),
      { numRuns: 300 },
    );
  });

  test.each([1, 7, 20, 50, 120])(
    'a walk by %i meets every entry once, and back again',
    async (size) => {
      const list = new GrapheneList(203);
      const forth: (number | null)[] = [];
      let page = await read(list, { first: size }, format);
      for (;;) {
        forth.push(...nodes(page));
        if (!page?.pageInfo.hasNextPage) break;
        page = await read(list, { first: size, after: page.pageInfo.endCursor }, format);
      }
      expect(forth).toEqual(Array.from({ length: 203 }, (_, index) => index));

      const back: (number | null)[] = [];
      page = await read(list, { last: size }, format);
      for (;;) {
        back.unshift(...nodes(page));
        if (!page?.pageInfo.hasPreviousPage) break;
        page = await read(list, { last: size, before: page.pageInfo.startCursor }, format);
      }
      expect(back).toEqual(forth);
    },
  );
});

test('edges that Pluvo leaves out reach the caller, and a walk goes on behind them', async () => {
  const list = new GrapheneList(60, [0, 4, 19, 20, 21, 49, 50, 59]);
  const seen: (number | null)[] = [];
  let after: string | null = null;
  for (let hasNextPage = true; hasNextPage;) {
    const page: PluvoConnection<number> | null = await read(list, { first: 5, after });
    seen.push(...nodes(page));
    hasNextPage = page?.pageInfo.hasNextPage ?? false;
    after = page?.pageInfo.endCursor ?? null;
  }
  const nullPlaces = seen.flatMap((node, index) => (node === null ? index : []));
  expect(seen).toHaveLength(60);
  expect(nullPlaces).toEqual([0, 4, 19, 20, 21, 49, 50, 59]);
});

test('however people page, Pluvo is asked for the same pages', async () => {
  const list = new GrapheneList(400);
  await read(list, { first: 20, after: cursorOf(63) });
  await read(list, { last: 7, before: cursorOf(99) });
  await read(list, { first: 100, after: cursorOf(49) });
  const second = { first: 50, after: cursorOf(49) };
  expect(list.reads).toEqual([second, second, second, { first: 50, after: cursorOf(99) }]);
});

test('a cursor that no list made is refused, and nothing is read', async () => {
  const list = new GrapheneList(400);
  for (const args of [{ after: 'nonsense' }, { before: 'bm9wZQ==' }, { last: 3, after: 'x' }]) {
    await expect(read(list, args)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  }
  expect(list.reads).toEqual([]);
});

test('null from Pluvo is null for the caller', async () => {
  const window = parseWindow({ first: 10 }, { defaultSize: 50, maxSize: 500 });
  await expect(readWindow(window, offsetCursors, () => Promise.resolve(null))).resolves.toBeNull();
});

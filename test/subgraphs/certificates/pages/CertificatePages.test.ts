import { expect, test } from '@jest/globals';
import { openCache } from '../../../platform/cache/openCaches.js';
import { ManualClock } from '../../../support/ManualClock.js';
import { createReadCache } from '../../../../platform/cache/createReadCache.js';
import { Freshness } from '../../../../platform/cache/Freshness.js';
import { createLogger } from '../../../../platform/log.js';
import { createMetrics } from '../../../../platform/metrics.js';
import type { PluvoPage } from '../../../../pluvo/PluvoClient.js';
import type { PluvoCertificate, PluvoConnection } from '../../../../pluvo/types.js';
import { CertificatePages } from '../../../../subgraphs/certificates/pages/CertificatePages.js';
import {
  offsetCursors,
  opaqueCursors,
  type CursorFormat,
} from '../../../../subgraphs/certificates/pages/cursorFormat.js';

const length = 60;
const cursorOf = (offset: number) =>
  Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');

/** Reads certificates of a Pluvo that never gives more than so many entries, whatever it is asked for. */
function pagesOf(format: CursorFormat, mostAtOnce: number, alwaysEndsAt?: string) {
  let reads = 0;
  const certificates = (page: PluvoPage): Promise<PluvoConnection<PluvoCertificate>> => {
    reads += 1;
    // A reader that goes on for ever would keep the test from ending.
    if (reads > 100) throw new Error('Expected an end.');
    const after = 'first' in page ? page.after : undefined;
    const start =
      after === undefined ? 0 : Number(Buffer.from(after, 'base64').toString().split(':')[1]) + 1;
    const offsets = Array.from(
      { length: alwaysEndsAt ? mostAtOnce : Math.min(mostAtOnce, length - start) },
      (_, index) => start + index,
    );
    const last = offsets.at(-1);
    return Promise.resolve({
      pageInfo: {
        hasNextPage: alwaysEndsAt !== undefined || start + mostAtOnce < length,
        hasPreviousPage: false,
        startCursor: null,
        endCursor: alwaysEndsAt ?? (last === undefined ? (after ?? cursorOf(0)) : cursorOf(last)),
      },
      edges: offsets.map((offset) => ({
        node: { id: String(offset), name: null, title: null },
        cursor: cursorOf(offset),
      })),
      count: length,
    });
  };
  const { cache } = createReadCache({
    redisUrl: undefined,
    name: 'test',
    maxBytesInMemory: 1_000_000,
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics: createMetrics(),
  });
  const ttl = { softTtlMs: 60_000, hardTtlMs: 60_000 };
  return new CertificatePages({ pluvo: { certificates }, cache, format, ttl });
}

const all = { from: 'start', size: length } as const;
const refusal = expect.objectContaining({
  code: 'PLUVO_UNAVAILABLE',
  message: expect.stringContaining('PLUVO_CURSOR_FORMAT'),
});
const unavailable = expect.objectContaining({ code: 'PLUVO_UNAVAILABLE' });

test('a certificate is found although a page behind it fails, which is an error for those that may be there', async () => {
  // The second page ends where it begins.
  const pages = pagesOf(offsetCursors, 50, cursorOf(49));
  await expect(pages.find(['7', '55', '49'], new Freshness())).resolves.toEqual([
    expect.objectContaining({ id: '7' }),
    unavailable,
    expect.objectContaining({ id: '49' }),
  ]);
});

test('pages that are shorter than asked for are refused where offsets are reckoned with', async () => {
  const pages = pagesOf(offsetCursors, 25);
  await expect(pages.window(all, new Freshness())).rejects.toEqual(refusal);
});

test('pages that are shorter than asked for are read one after the other where nothing is taken for granted', async () => {
  const read = await pagesOf(opaqueCursors, 25).window(all, new Freshness());
  expect(read?.edges.map((edge) => edge?.node?.id)).toEqual(
    Array.from({ length }, (_, offset) => String(offset)),
  );
});

test.each([
  ['offsets', offsetCursors],
  ['opaque cursors', opaqueCursors],
])(
  'a page that goes on where it began does not make a reader of %s go on for ever',
  async (_name, format) => {
    const pages = pagesOf(format, 50, cursorOf(49));
    await expect(pages.find(['nobody'], new Freshness())).resolves.toEqual([unavailable]);
  },
);

test.each([
  ['offsets', offsetCursors],
  ['opaque cursors', opaqueCursors],
])(
  'an empty page that says there is more does not make a reader of %s go on for ever',
  async (_name, format) => {
    const pages = pagesOf(format, 0);
    await expect(pages.window(all, new Freshness())).rejects.toMatchObject({
      code: 'PLUVO_UNAVAILABLE',
    });
    await expect(pages.find(['nobody'], new Freshness())).resolves.toEqual([unavailable]);
  },
);

test('a page that is null is null for readers for a few seconds without asking again, and no longer than that', async () => {
  let asked = 0;
  const certificates = () => {
    asked += 1;
    return Promise.resolve(null);
  };
  const clock = new ManualClock();
  const { cache } = openCache({ clock });
  const ttl = { softTtlMs: 60_000, hardTtlMs: 600_000 };
  const pages = new CertificatePages({
    pluvo: { certificates },
    cache,
    format: offsetCursors,
    ttl,
  });
  for (const expected of [1, 1, 2]) {
    expect(await pages.window(all, new Freshness())).toBeNull();
    await cache.settled();
    expect(asked).toBe(expected);
    clock.advance(3_000);
  }
});

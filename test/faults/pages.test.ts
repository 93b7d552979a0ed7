import { expect, test } from '@jest/globals';
import type { PluvoPage } from '../../pluvo/PluvoClient.js';
import type { PluvoConnection } from '../../pluvo/types.js';
import { offsetCursors, opaqueCursors } from '../../subgraphs/certificates/pages/cursorFormat.js';
import { readWindow } from '../../subgraphs/certificates/pages/readWindow.js';

const length = 200;
const sizeOfPages = 70;
const cursorOf = (offset: number) =>
  Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');

/** Pages of 70 whatever was asked for. */
function tooMuch(page: PluvoPage): Promise<PluvoConnection<number>> {
  const after = 'first' in page ? page.after : undefined;
  const start =
    after === undefined ? 0 : Number(Buffer.from(after, 'base64').toString().split(':')[1]) + 1;
  const end = Math.min(length, start + sizeOfPages);
  return Promise.resolve({
    pageInfo: {
      hasNextPage: end < length,
      hasPreviousPage: false,
      startCursor: cursorOf(start),
      endCursor: cursorOf(end - 1),
    },
    edges: Array.from({ length: end - start }, (_, index) => {
      const node = start + index;
      return { node, cursor: cursorOf(node) };
    }),
    count: length,
  });
}

test.each([
  ['offsets', offsetCursors],
  ['opaque cursors', opaqueCursors],
])(
  'a page of Pluvo that is over its own limit reaches the caller with all it holds, each entry once, with %s',
  async (_what, format) => {
    for (const size of [20, 50, 60, 500]) {
      const seen: (number | undefined)[] = [];
      let after: string | undefined;
      for (let goesOn = true; goesOn;) {
        const window = { from: 'start', size, ...(after !== undefined && { after }) } as const;
        const page = await readWindow(window, format, tooMuch);
        seen.push(...(page?.edges ?? []).map((edge) => edge?.node ?? undefined));
        goesOn = page?.pageInfo.hasNextPage === true;
        after = page?.pageInfo.endCursor ?? undefined;
      }
      expect(seen).toEqual(Array.from({ length }, (_, index) => index));
    }
  },
);

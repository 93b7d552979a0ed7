import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Freshness } from '../../../../platform/cache/Freshness.js';
import { PluvoError } from '../../../../pluvo/errors.js';
import type { PluvoClient } from '../../../../pluvo/PluvoClient.js';
import { CertificatePages } from '../../../../subgraphs/certificates/pages/CertificatePages.js';
import { offsetCursors } from '../../../../subgraphs/certificates/pages/cursorFormat.js';
import { openCache, type OpenCache } from '../../../platform/cache/openCaches.js';
import { ManualClock } from '../../../support/ManualClock.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

describe('A certificate that is to be issued', () => {
  let clock: ManualClock;
  let opened: OpenCache;
  let pages: CertificatePages;
  /** What Pluvo has, and how often it was asked. */
  let titles: Map<string, string>;
  let isAway: boolean;
  let asked: number;
  beforeEach(() => {
    clock = new ManualClock();
    opened = openCache({ clock });
    titles = new Map([['old', 'Its first title']]);
    isAway = false;
    asked = 0;
    const certificates: PluvoClient['certificates'] = () => {
      asked += 1;
      if (isAway) return Promise.reject(new PluvoError('PLUVO_UNAVAILABLE', 'Away.'));
      const edges = [...titles].map(([id, title]) => ({
        node: { id, name: null, title },
        cursor: Buffer.from(`arrayconnection:${id}`).toString('base64'),
      }));
      const pageInfo = {
        ...{ hasNextPage: false, hasPreviousPage: false },
        ...{ startCursor: null, endCursor: null },
      };
      return Promise.resolve({ pageInfo, edges, count: edges.length });
    };
    pages = new CertificatePages({
      pluvo: { certificates },
      cache: opened.cache,
      format: offsetCursors,
      ttl: { softTtlMs: minuteMs, hardTtlMs: dayMs },
    });
  });
  afterEach(() => opened.stop());
  const read = (id: string) => pages.find([id], new Freshness());

  test('is called as it is called by now, however long nobody has read it', async () => {
    await read('old');
    titles.set('old', 'Its title of today');
    clock.advance(dayMs / 2);
    await expect(pages.findToIssue('old')).resolves.toMatchObject({ title: 'Its title of today' });
  });

  test('is found although it was made after the list was read', async () => {
    await read('old');
    titles.set('new', 'Made just now');
    clock.advance(10_000);
    await expect(pages.findToIssue('new')).resolves.toMatchObject({ title: 'Made just now' });
  });

  test('costs no call of Pluvo while the list is fresh', async () => {
    await read('old');
    await pages.findToIssue('old');
    expect(asked).toBe(1);
  });

  test('that does not exist is looked for once in five seconds, however often it is asked for', async () => {
    for (let times = 0; times < 10; times += 1) {
      await expect(pages.findToIssue('none')).resolves.toBeUndefined();
    }
    expect(asked).toBe(1);
    clock.advance(5_001);
    await pages.findToIssue('none');
    await pages.findToIssue('none');
    expect(asked).toBe(2);
  });

  test('is as it was last known while Pluvo is away', async () => {
    await read('old');
    isAway = true;
    clock.advance(dayMs / 2);
    await expect(pages.findToIssue('old')).resolves.toMatchObject({ title: 'Its first title' });
  });

  test('is not said to be unknown while Pluvo cannot be asked', async () => {
    await read('old');
    isAway = true;
    clock.advance(dayMs / 2);
    await expect(pages.findToIssue('new')).rejects.toMatchObject({ code: 'PLUVO_UNAVAILABLE' });
  });
});

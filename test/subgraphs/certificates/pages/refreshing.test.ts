import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Freshness } from '../../../../platform/cache/Freshness.js';
import { CertificatePages } from '../../../../subgraphs/certificates/pages/CertificatePages.js';
import { offsetCursors } from '../../../../subgraphs/certificates/pages/cursorFormat.js';
import { openCache } from '../../../platform/cache/openCaches.js';
import { startPluvo, type TestPluvo } from '../../../pluvo/support/startPluvo.js';
import { eventually } from '../../../support/eventually.js';
import { ManualClock } from '../../../support/ManualClock.js';

const softTtlMs = 60_000;
const hardTtlMs = 3_600_000;

let pluvo: TestPluvo;
beforeEach(async () => {
  // One place is for persons, one for issuances, and bulk takes the other two.
  const environment = { PLUVO_CALLS_AT_ONCE: '4', PLUVO_READ_TIMEOUT_MS: '2000' };
  pluvo = await startPluvo({ environment, sandbox: { latencyMs: 20 } });
});
afterEach(() => pluvo.stop());

/** So many bulk calls at a time that some always wait for a place; resolves when the last has ended. */
function keepBusy(): { stop: () => Promise<unknown> } {
  let isOver = false;
  const calling = Array.from({ length: 8 }, async () => {
    // One that came too late is as good as one that was answered.
    while (!isOver)
      await pluvo.client.users({ first: 1 }, { priority: 'bulk' }).catch(() => undefined);
  });
  return {
    stop() {
      isOver = true;
      return Promise.all(calling);
    },
  };
}

test('a refresh that finds no turn among more urgent calls is given up; readers are served stale at once, and fresh when it is calm', async () => {
  const clock = new ManualClock();
  const { cache } = openCache({ clock });
  const ttl = { softTtlMs, hardTtlMs };
  const pages = new CertificatePages({ pluvo: pluvo.client, cache, format: offsetCursors, ttl });
  const read = async () => {
    const freshness = new Freshness();
    const page = await pages.window({ from: 'start', size: 5 }, freshness);
    expect(page?.edges).toHaveLength(5);
    return freshness.report()?.stale.map(({ reason }) => reason);
  };
  await expect(read()).resolves.toEqual([]);

  const busy = keepBusy();
  clock.advance(softTtlMs);
  await expect(read()).resolves.toEqual(['REFRESHING']);
  await cache.settled();
  await expect(read()).resolves.toEqual(['UPSTREAM_FAILED']);
  // Whoever waits for a page has a turn of their own all the time.
  await expect(
    pluvo.client.certificates({ first: 1 }, { priority: 'person' }),
  ).resolves.toMatchObject({ edges: [expect.anything()] });

  await busy.stop();
  await eventually(async () => {
    clock.advance(1_000);
    const stale = await read();
    await cache.settled();
    return stale?.length === 0;
  });
});

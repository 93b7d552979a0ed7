import { expect, test } from '@jest/globals';
import { Freshness } from '../../../../platform/cache/Freshness.js';
import { PluvoError } from '../../../../pluvo/errors.js';
import { Portfolios } from '../../../../subgraphs/certificates/pages/Portfolios.js';
import { openCache } from '../../../platform/cache/openCaches.js';
import { ManualClock } from '../../../support/ManualClock.js';

const ids = Array.from({ length: 50 }, (_, index) => String(index));
const itemsOf = (id: string) => [{ id: `item of ${id}` }];
const failure = new PluvoError('PLUVO_REFUSED', 'Pluvo cannot read this one');

/** Portfolios of a Pluvo that is broken as `answer` says until it is mended. */
function open(
  answer: (asked: readonly string[]) => readonly (PluvoError | ReturnType<typeof itemsOf>)[],
) {
  const asked: string[][] = [];
  let isBroken = true;
  const { cache } = openCache({ clock: new ManualClock() });
  const portfolios = new Portfolios({
    pluvo: {
      portfolios(batch: readonly string[]) {
        asked.push([...batch]);
        return Promise.resolve().then(() => (isBroken ? answer(batch) : batch.map(itemsOf)));
      },
    },
    cache,
    ttl: { softTtlMs: 30_000, hardTtlMs: 600_000 },
  });
  return {
    asked,
    read: () => portfolios.of(ids, new Freshness()),
    mend: () => (isBroken = false),
  };
}

test('a portfolio that fails is an error in its own place only, and is asked for alone afterwards', async () => {
  const { read, mend, asked } = open((batch) =>
    batch.map((id) => (id === '30' ? failure : itemsOf(id))),
  );
  await expect(read()).resolves.toEqual(ids.map((id) => (id === '30' ? failure : itemsOf(id))));
  mend();
  await expect(read()).resolves.toEqual(ids.map(itemsOf));
  expect(asked).toEqual([ids.slice(0, 25), ids.slice(25), ['30']]);
});

test('portfolios whose request fails do not take those of another request with them', async () => {
  const { read, mend, asked } = open((batch) => {
    if (batch.includes('30')) throw failure;
    return batch.map(itemsOf);
  });
  await expect(read()).resolves.toEqual(
    ids.map((id, index) => (index >= 25 ? failure : itemsOf(id))),
  );
  mend();
  await expect(read()).resolves.toEqual(ids.map(itemsOf));
  expect(asked).toEqual([ids.slice(0, 25), ids.slice(25), ids.slice(25)]);
});

import { describe, expect, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { LocalTier } from '../../../platform/cache/LocalTier.js';

setFlagsFromString('--expose-gc');
const collectGarbage = z.function().parse(runInNewContext('gc'));

function usedBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const times = { fetchedAtMs: 0, fetchMs: 0, softUntilMs: 60_000, hardUntilMs: 60_000 };
const values = 10_000;
const nameBytes = 1_000;
const maxBytes = 10_000;

/** Puts values under many long tags, one after another under each, and tells by how much the memory has grown. */
function growthBytes(...sizes: number[]): number {
  const tier = new LocalTier(maxBytes);
  tier.channel(true);
  const beforeBytes = usedBytes();
  for (let index = 0; index < values; index += 1) {
    // Built anew from bytes: V8 would only point to the parts of a text that was put together.
    const name = Buffer.from(String(index).padStart(nameBytes)).toString();
    const cached = { key: String(index), tags: [name], softTtlMs: 60_000, hardTtlMs: 60_000 };
    for (const size of sizes)
      tier.put(cached, { value: 'x'.repeat(size), generations: [''], ...times }, tier.mark());
  }
  const growth = usedBytes() - beforeBytes;
  expect(tier.size).toBeLessThanOrEqual(maxBytes);
  return growth;
}

describe('What a process keeps', () => {
  const littleBytes = (values * nameBytes) / 3;

  test.each([
    { what: 'had to make room', sizes: [1] },
    { what: 'is larger than all it may keep', sizes: [maxBytes] },
    { what: 'gave way to one that is larger than all it may keep', sizes: [1, maxBytes] },
  ])('has nothing left of a value that $what', ({ sizes }) => {
    expect(growthBytes(...sizes)).toBeLessThan(littleBytes);
  });

  test('no longer has the older value when the newer one is too large to be kept', () => {
    const tier = new LocalTier(1_000);
    tier.channel(true);
    const cached = { key: 'page', tags: ['list'], softTtlMs: 60_000, hardTtlMs: 60_000 };
    tier.put(cached, { value: 'small', generations: [''], ...times }, tier.mark());
    tier.put(cached, { value: 'x'.repeat(1_000), generations: [''], ...times }, tier.mark());
    expect(tier.get('page')).toBeUndefined();
    tier.bump(['list']);
    expect(tier.get('page')).toBeUndefined();
  });
});

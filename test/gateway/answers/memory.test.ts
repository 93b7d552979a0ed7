import { expect, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { AnswerCache } from '../../../gateway/answers/AnswerCache.js';
import { createMetrics } from '../../../platform/metrics.js';
import { ManualClock } from '../../support/ManualClock.js';

setFlagsFromString('--expose-gc');
const collectGarbage = z.function().parse(runInNewContext('gc'));

function usedBytes(): number {
  // What the first finds dead is free by the second.
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const maxBytes = 8_388_608;

test.each([
  ['small answers to short requests', 10, 20],
  ['small answers to long requests', 10, 2_000],
  ['large answers', 20_000, 200],
])('%s take no more memory than is counted', async (_what, bodyLength, requestLength) => {
  const options = { tellsWhoAsks: false, generations: undefined };
  const answers = new AnswerCache({
    ...{ maxBytes, ...options, clock: new ManualClock(), metrics: createMetrics() },
  });
  const caller = { name: 'local' };
  const keepable = { forMs: 60_000, scope: 'public', generations: new Map() } as const;
  const beforeBytes = usedBytes();
  const enough = (2 * maxBytes) / (bodyLength + requestLength);
  for (let n = 0; n < Math.min(enough, 20_000); n += 1) {
    // Built anew from bytes: V8 would only point to the parts of a text that was put together.
    const request = Buffer.from(String(n).padStart(requestLength)).toString();
    const body = 'x'.repeat(bodyLength);
    await answers.keep({ caller, request, body, keepable, askedAtMs: 0, ageMs: 0 });
  }
  expect(answers.bytes).toBeGreaterThan(0.9 * maxBytes);
  expect(usedBytes() - beforeBytes).toBeLessThan(1.1 * maxBytes);
});

import { setTimeout as delay } from 'node:timers/promises';
import type { PageReader } from '../load/PageReader.js';
import { rotate } from '../load/rotate.js';
import { readSteadily, type Reading } from '../load/readSteadily.js';
import { median, percentile } from '../load/statistics.js';
import { fleetTtlMs } from './countFleetCalls.js';
import { pagesApart } from './pageRequests.js';
import type { Stage, StagedRedis } from './Stage.js';

const everyMs = 10;
const rounds = 3;
const windowMs = 4_000;
const redisAwayMs = 2_000;
/** Longer than pages are fresh, so that every one of them expires while Pluvo is away. */
const pluvoAwayMs = 2 * fleetTtlMs;
const nextBody = rotate(pagesApart(20));

/** Steady reads of hot pages while Redis is killed and comes back empty, against the same reads in calm. */
export async function readThroughRedisKills(reader: PageReader, redis: StagedRedis) {
  await readFor(reader, windowMs);
  const calm: (readonly Reading[])[] = [];
  const killed: (readonly Reading[])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    calm.push(await readFor(reader, windowMs));
    const [readings] = await Promise.all([readFor(reader, windowMs), killFor(redis, redisAwayMs)]);
    killed.push(readings);
  }
  const p99Calm = calm.map(p99);
  const p99Killed = killed.map(p99);
  return {
    kills: rounds,
    reads: killed.flat().length,
    failedReads: failures(killed.flat()).length,
    failedReadsInCalm: failures(calm.flat()).length,
    failures: examples(killed.flat()),
    p50Ms: {
      calm: percentile(latencies(calm.flat()), 0.5),
      killed: percentile(latencies(killed.flat()), 0.5),
    },
    p99Ms: { calm: p99Calm, killed: p99Killed },
    p99Ratio: median(p99Killed) / median(p99Calm),
  };
}

/** Steady reads of pages that were read before, while Pluvo resets every connection, and a moment beyond. */
export async function readThroughPluvoOutage(stage: Stage, reader: PageReader) {
  await readFor(reader, fleetTtlMs);
  const { faults } = stage.sandbox;
  faults.arm({ name: 'reset', effect: false, probability: 1 });
  faults.arm({ name: 'reset', effect: false, probability: 1, operation: 'token' });
  const [readings] = await Promise.all([
    readFor(reader, pluvoAwayMs + fleetTtlMs),
    delay(pluvoAwayMs).then(() => {
      faults.clear();
    }),
  ]);
  return {
    awayMs: pluvoAwayMs,
    reads: readings.length,
    failedReads: failures(readings).length,
    staleReads: readings.filter(({ isStale }) => isStale).length,
    failures: examples(readings),
  };
}

async function killFor(redis: StagedRedis, durationMs: number): Promise<void> {
  await redis.kill();
  await delay(durationMs);
  await redis.comeBack();
}

function readFor(reader: PageReader, durationMs: number): Promise<readonly Reading[]> {
  const untilMs = performance.now() + durationMs;
  return readSteadily({
    everyMs,
    goesOn: () => performance.now() < untilMs,
    read: () => reader.page(nextBody()),
  });
}

function failures(readings: readonly Reading[]): string[] {
  return readings.flatMap(({ failure }) => failure ?? []);
}

/** A few different ones, for whoever looks for the reason. */
function examples(readings: readonly Reading[]): string[] {
  return [...new Set(failures(readings))].slice(0, 3);
}

function latencies(readings: readonly Reading[]): number[] {
  return readings.map(({ latencyMs }) => latencyMs);
}

function p99(readings: readonly Reading[]): number {
  return percentile(latencies(readings), 0.99);
}

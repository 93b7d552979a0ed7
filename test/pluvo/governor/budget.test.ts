import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { LocalBudget } from '../../../pluvo/governor/budget/LocalBudget.js';
import { RedisBudget } from '../../../pluvo/governor/budget/RedisBudget.js';
import { priorities, type Priority } from '../../../pluvo/governor/priority.js';
import { ManualClock } from '../../support/ManualClock.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';

function openBudget(ceilingPerS: number) {
  const clock = new ManualClock();
  return { clock, budget: new LocalBudget(clock, ceilingPerS) };
}
/** How many of so many calls may go at once. */
async function goes(budget: LocalBudget, priority: Priority, asked = 1_000): Promise<number> {
  let gone = 0;
  for (let call = 0; call < asked; call += 1) {
    if ((await budget.take(priority)).kind === 'go') gone += 1;
  }
  return gone;
}

describe('The rate', () => {
  test('is not limited while no limit is known', async () => {
    await expect(goes(openBudget(0).budget, 'refresh')).resolves.toBe(1_000);
  });

  test('never exceeds the configured one, however long it runs and whoever asks', async () => {
    const asks = fc.array(
      fc.record({ priority: fc.constantFrom(...priorities), afterMs: fc.nat(300) }),
      { minLength: 1, maxLength: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), asks, async (ceiling, asked) => {
        const { clock, budget } = openBudget(ceiling);
        let gone = 0;
        for (const { priority, afterMs } of asked) {
          clock.advance(afterMs);
          if ((await budget.take(priority)).kind === 'go') gone += 1;
        }
        const elapsedS = clock.monotonicMs() / 1_000;
        expect(gone).toBeLessThanOrEqual(Math.max(4, ceiling) + ceiling * elapsedS + 1e-6);
      }),
    );
  });

  test('leaves to persons, issuances and bulk their parts, whatever the others take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom<Priority>('person', 'issuance', 'bulk'),
        fc.integer({ min: 1, max: 20 }),
        async (ceiling, priority, seconds) => {
          const { clock, budget } = openBudget(ceiling);
          let gone = 0;
          for (let second = 0; second < seconds * 10; second += 1) {
            for (const other of priorities) if (other !== priority) await goes(budget, other, 30);
            gone += await goes(budget, priority, 30);
            clock.advance(100);
          }
          // At least a twentieth of the rate, even where whole calls cannot be split well.
          expect(gone).toBeGreaterThanOrEqual(Math.floor((ceiling * seconds) / 20));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("tells how long to wait, after which it is one's turn if nobody else asks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(...priorities),
        async (ceiling, priority) => {
          const { clock, budget } = openBudget(ceiling);
          await goes(budget, priority);
          const turn = await budget.take(priority);
          if (turn.kind !== 'wait') throw new Error('Expected to have to wait.');
          clock.advance(turn.waitMs);
          await expect(budget.take(priority)).resolves.toEqual({ kind: 'go' });
        },
      ),
    );
  });
});

describe('A 429', () => {
  test('pauses everybody for as long as Pluvo asks, an hour at most', async () => {
    const { clock, budget } = openBudget(0);
    await budget.limited(120_000);
    const paused = { kind: 'wait', waitMs: 120_000, because: 'PAUSED' };
    await expect(budget.take('person')).resolves.toEqual(paused);
    clock.advance(120_000);
    await expect(budget.take('person')).resolves.toEqual({ kind: 'go' });
    await budget.limited(86_400_000);
    expect(budget.state().pauseMs).toBe(3_600_000);
  });

  test('that does not say how long pauses shortly, and longer each time it happens again', async () => {
    const { clock, budget } = openBudget(0);
    const pauses: number[] = [];
    for (let event = 0; event < 9; event += 1) {
      await budget.limited(undefined);
      const { pauseMs } = budget.state();
      pauses.push(pauseMs);
      clock.advance(Math.max(pauseMs, 1_000));
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    clock.advance(10_000);
    await budget.limited(undefined);
    expect(budget.state().pauseMs).toBe(250);
  });

  test('halves the rate once for a whole burst, never below two a second', async () => {
    const { clock, budget } = openBudget(100);
    for (let answer = 0; answer < 50; answer += 1) await budget.limited(0);
    expect(budget.state().ratePerS).toBe(50);
    for (let event = 0; event < 10; event += 1) {
      clock.advance(1_000);
      await budget.limited(0);
    }
    expect(budget.state().ratePerS).toBe(2);
  });

  test('teaches a limit that was not known: half of what was called', async () => {
    const { budget } = openBudget(0);
    await goes(budget, 'person', 60);
    await budget.limited(0);
    expect(budget.state().ratePerS).toBe(30);
  });

  test('is made up for slowly: the rate rises to the configured one and not above', async () => {
    const { clock, budget } = openBudget(100);
    await budget.limited(0);
    const rates = Array.from({ length: 7 }, () => {
      clock.advance(5_000);
      return budget.state().ratePerS;
    });
    expect(rates).toEqual([60, 70, 80, 90, 100, 100, 100]);
  });

  test('is forgotten in time where no limit is configured', async () => {
    const { clock, budget } = openBudget(0);
    await goes(budget, 'person', 60);
    await budget.limited(0);
    clock.advance(60_000);
    expect(budget.state().ratePerS).toBe(0);
  });
});

describeWithRedis('The budget of a fleet', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  /** Moves everything that is remembered into the past, which is what time does. */
  async function age(key: string, byMs: number) {
    for (const field of ['filledAt', 'pausedUntil', 'eventAt', 'cleanSince']) {
      await redis.hincrby(key, field, -byMs);
    }
    await redis.hincrby(key, 'second', -byMs / 1_000);
  }
  async function redisMs(): Promise<number> {
    const [seconds, microseconds] = await redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
  }

  const happens = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('take' as const), priority: fc.constantFrom(...priorities) }),
      fc.record({ kind: fc.constant('take' as const), priority: fc.constantFrom(...priorities) }),
      fc.record({ kind: fc.constant('age' as const), seconds: fc.integer({ min: 1, max: 20 }) }),
      fc.record({
        kind: fc.constant('limited' as const),
        retryAfterMs: fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: undefined }),
      }),
    ),
    { minLength: 1, maxLength: 60 },
  );

  test('decides as the budget of one process does, step by step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 3, 10, 40), happens, async (ceilingPerS, steps) => {
        const key = `test:${randomUUID()}`;
        const shared = new RedisBudget({ redis, key, ceilingPerS });
        const startedMs = await redisMs();
        // It counts whole seconds, as Redis does.
        const clock = new ManualClock();
        clock.advance(startedMs);
        const local = new LocalBudget(clock, ceilingPerS);
        let agedMs = 0;
        for (const step of steps) {
          if (step.kind === 'age') {
            agedMs += step.seconds * 1_000;
            await age(key, step.seconds * 1_000);
          }
          clock.advance((await redisMs()) + agedMs - clock.monotonicMs());
          if (step.kind === 'take') {
            const mine = await local.take(step.priority);
            const { turn } = await shared.take(step.priority);
            const waits = [mine, turn].map((each) => (each.kind === 'go' ? 0 : each.waitMs));
            const [mineMs = 0, theirsMs = 0] = waits;
            // A moment passes between the two, which may be just the one that was lacking: no longer comparable.
            if (mine.kind !== turn.kind && Math.max(mineMs, theirsMs) < 50) return;
            expect(turn.kind).toBe(mine.kind);
            expect(Math.abs(mineMs - theirsMs)).toBeLessThan(50);
          } else if (step.kind === 'limited') {
            const { ratePerS, pauseMs } = (await shared.limited(step.retryAfterMs)).state;
            await local.limited(step.retryAfterMs);
            const mine = local.state();
            expect(ratePerS).toBeCloseTo(mine.ratePerS, 6);
            expect(Math.abs(pauseMs - mine.pauseMs)).toBeLessThan(50);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is one for all who share it: together they never take more than the configured rate at once', async () => {
    const key = `test:${randomUUID()}`;
    const fleet = Array.from(
      { length: 10 },
      () => new RedisBudget({ redis, key, ceilingPerS: 20 }),
    );
    const startedMs = await redisMs();
    const turns = await Promise.all(
      fleet.flatMap((each) => Array.from({ length: 20 }, () => each.take('person'))),
    );
    const elapsedS = ((await redisMs()) - startedMs) / 1_000;
    const gone = turns.filter(({ turn }) => turn.kind === 'go').length;
    expect(gone).toBeGreaterThan(0);
    expect(gone).toBeLessThanOrEqual(20 + 20 * elapsedS + 1);
  });

  test('forgets what nobody needs any more', async () => {
    const key = `test:${randomUUID()}`;
    await new RedisBudget({ redis, key, ceilingPerS: 20 }).take('person');
    await expect(redis.pttl(key)).resolves.toBeGreaterThan(3_600_000);
  });
});

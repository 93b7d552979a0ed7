import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bulkhead } from '../../../pluvo/governor/Bulkhead.js';
import { priorities, type Priority } from '../../../pluvo/governor/priority.js';
import { leastToShare, reservesOf } from '../../../pluvo/governor/reservesOf.js';

const never = () => new AbortController().signal;
const someCalls = (bulkhead: Bulkhead, priority: Priority, count: number) =>
  Array.from({ length: count }, () => bulkhead.enter(priority, never()));
const running = (bulkhead: Bulkhead) =>
  priorities.reduce((sum, each) => sum + bulkhead.running(each), 0);

/** One thing that happens to a bulkhead. `which` says which of several callers it happens to. */
type Step = { readonly priority: Priority; readonly which: number } & {
  readonly kind: 'comes' | 'leaves' | 'gives up';
};
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('comes', 'comes', 'comes', 'leaves', 'leaves', 'gives up'),
    priority: fc.constantFrom(...priorities),
    which: fc.nat(1_000),
  }),
  { maxLength: 200 },
);
const places = fc.integer({ min: leastToShare, max: 30 });

/** Does the steps, and calls `check` after each, once all who could go have gone. */
async function live(
  bulkhead: Bulkhead,
  happens: readonly Step[],
  check: (step: Step, startedBy: Priority[]) => void,
) {
  const waiting: { priority: Priority; giveUp: () => void }[] = [];
  for (const step of happens) {
    const started: Priority[] = [];
    const { kind, priority, which } = step;
    if (kind === 'comes') {
      const leaving = new AbortController();
      const caller = {
        priority,
        giveUp: () => {
          leaving.abort();
        },
      };
      waiting.push(caller);
      void bulkhead.enter(priority, leaving.signal).then((entered) => {
        waiting.splice(waiting.indexOf(caller), 1);
        if (entered) started.push(priority);
      });
    } else if (kind === 'leaves') {
      if (bulkhead.running(priority) > 0) bulkhead.leave(priority);
    } else {
      waiting[which % Math.max(1, waiting.length)]?.giveUp();
    }
    await new Promise(setImmediate);
    check(step, started);
  }
}

describe('Calls at a time', () => {
  test('are never more than there are places, and each priority always finds those reserved to it', async () => {
    await fc.assert(
      fc.asyncProperty(places, steps, async (count, happens) => {
        const bulkhead = new Bulkhead({ places: count, mostWaiting: 1_000 });
        const reserves = reservesOf(count);
        await live(bulkhead, happens, () => {
          expect(running(bulkhead)).toBeLessThanOrEqual(count);
          for (const each of priorities) {
            const isShort = bulkhead.running(each) < reserves[each];
            if (isShort) expect(bulkhead.waiting(each)).toBe(0);
          }
        });
      }),
    );
  });

  test('no place stays empty while somebody waits for it', async () => {
    await fc.assert(
      fc.asyncProperty(places, steps, async (count, happens) => {
        const bulkhead = new Bulkhead({ places: count, mostWaiting: 1_000 });
        const reserves = reservesOf(count);
        await live(bulkhead, happens, () => {
          const free = count - running(bulkhead);
          for (const each of priorities) {
            if (bulkhead.waiting(each) === 0) continue;
            const kept = priorities
              .filter((other) => other !== each)
              .reduce(
                (sum, other) => sum + Math.max(0, reserves[other] - bulkhead.running(other)),
                0,
              );
            expect(free).toBeLessThanOrEqual(kept);
          }
        });
      }),
    );
  });

  test('nobody passes a waiting caller of higher priority, but into a place of their own', async () => {
    await fc.assert(
      fc.asyncProperty(places, steps, async (count, happens) => {
        const bulkhead = new Bulkhead({ places: count, mostWaiting: 1_000 });
        const reserves = reservesOf(count);
        await live(bulkhead, happens, (_step, started) => {
          for (const priority of started) {
            const above = priorities.slice(0, priorities.indexOf(priority));
            const isPassing = above.some((other) => bulkhead.waiting(other) > 0);
            if (isPassing) {
              expect(bulkhead.running(priority)).toBeLessThanOrEqual(reserves[priority]);
            }
          }
        });
      }),
    );
  });

  test.each<[Priority, Priority[]]>([
    ['person', ['bulk', 'refresh', 'issuance']],
    ['issuance', ['person', 'refresh', 'bulk']],
  ])('a %s never waits for a reserved place, whatever else is asked', async (priority, others) => {
    const bulkhead = new Bulkhead({ places: 20, mostWaiting: 1_000 });
    for (const other of others) void someCalls(bulkhead, other, 500);
    const reserved = reservesOf(20)[priority];
    await expect(Promise.all(someCalls(bulkhead, priority, reserved))).resolves.toEqual(
      Array(reserved).fill(true),
    );
  });

  test('who waits longest of one priority goes first', async () => {
    const bulkhead = new Bulkhead({ places: 4, mostWaiting: 10 });
    const order: number[] = [];
    void someCalls(bulkhead, 'bulk', 2);
    for (const number of [1, 2, 3]) {
      void bulkhead.enter('bulk', never()).then(() => order.push(number));
    }
    for (let left = 0; left < 3; left += 1) {
      bulkhead.leave('bulk');
      await new Promise(setImmediate);
    }
    expect(order).toEqual([1, 2, 3]);
  });

  test('more than may wait are told at once, and who gives up does not go any more', async () => {
    const bulkhead = new Bulkhead({ places: 4, mostWaiting: 1 });
    void someCalls(bulkhead, 'refresh', 1);
    const leaving = new AbortController();
    const waits = bulkhead.enter('refresh', leaving.signal);
    await expect(bulkhead.enter('refresh', never())).resolves.toBe(false);
    leaving.abort();
    await expect(waits).resolves.toBe(false);
    bulkhead.leave('refresh');
    expect(running(bulkhead)).toBe(0);
    await expect(bulkhead.enter('refresh', never())).resolves.toBe(true);
  });
});

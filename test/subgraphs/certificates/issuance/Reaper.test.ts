import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Reaper, type ReaperOptions } from '../../../../subgraphs/certificates/issuance/Reaper.js';
import { deferred } from '../../../support/deferred.js';

const dayMs = 86_400_000;
const nowMs = 1_000 * dayMs;

/** A ledger in which so many issuances are due, and in which order it was asked for what. */
function gravesWith(due: { forget: number; bury: number }) {
  const asked: string[] = [];
  const take = (what: 'forget' | 'bury', endedBeforeMs: number, limit: number) => {
    asked.push(`${what} ${String((nowMs - endedBeforeMs) / dayMs)}`);
    const taken = Math.min(limit, due[what]);
    due[what] -= taken;
    return Promise.resolve(taken);
  };
  const ledger: ReaperOptions['ledger'] = {
    nowMs: () => Promise.resolve(nowMs),
    forget: (endedBeforeMs, forgottenAtMs, limit) => {
      expect(forgottenAtMs).toBe(nowMs);
      return take('forget', endedBeforeMs, limit);
    },
    bury: (endedBeforeMs, limit) => take('bury', endedBeforeMs, limit),
  };
  return { ledger, asked, due };
}

function reaperOf(ledger: ReaperOptions['ledger']) {
  const reaped: Record<string, number> = {};
  const reaper = new Reaper({
    ...{ ledger, keepDays: 30, keepCountsDays: 400, logger: pino({ level: 'silent' }) },
    onReaped: (what, issuances) => (reaped[what] = (reaped[what] ?? 0) + issuances),
  });
  return { reaper, reaped };
}

describe('The reaper', () => {
  test('forgets recipients after the one time and the rest after the other, a few at a time until nothing is due', async () => {
    const { ledger, asked } = gravesWith({ forget: 25, bury: 11 });
    const { reaper, reaped } = reaperOf(ledger);
    await reaper.reap();
    expect(reaped).toEqual({ forgotten: 25, buried: 11 });
    expect(asked).toEqual([
      ...['forget 30', 'forget 30', 'forget 30', 'forget 30'],
      ...['bury 400', 'bury 400', 'bury 400'],
    ]);
  });

  test('stops after the batch that is under way', async () => {
    const { ledger, asked, due } = gravesWith({ forget: 1_000, bury: 0 });
    const begun = deferred<undefined>();
    const goOn = deferred<undefined>();
    const { reaper } = reaperOf({
      ...ledger,
      forget: async (...args) => {
        begun.resolve(undefined);
        await goOn.promise;
        return ledger.forget(...args);
      },
    });
    const stopping = new AbortController();
    const reaping = reaper.reap(stopping.signal);
    await begun.promise;
    stopping.abort();
    goOn.resolve(undefined);
    await reaping;
    expect(due.forget).toBe(990);
    expect(asked).toEqual(['forget 30']);
  });
});

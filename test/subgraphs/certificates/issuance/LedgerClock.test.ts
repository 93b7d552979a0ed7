import { beforeEach, describe, expect, test } from '@jest/globals';
import { LedgerClock } from '../../../../subgraphs/certificates/issuance/LedgerClock.js';
import { ManualClock } from '../../../support/ManualClock.js';

const hourMs = 3_600_000;

describe('The clock of the ledger', () => {
  let store: ManualClock;
  let own: ManualClock;
  let jumpedMs = 0;
  let ledgerClock: LedgerClock;
  beforeEach(async () => {
    store = new ManualClock('2026-01-15T09:00:00Z');
    own = new ManualClock('2031-07-01T00:00:00Z');
    jumpedMs = 0;
    const ledger = { nowMs: () => Promise.resolve(store.nowMs() + jumpedMs) };
    ledgerClock = new LedgerClock(ledger, own);
    await ledgerClock.known();
  });
  const pass = (ms: number) => {
    store.advance(ms);
    own.advance(ms);
  };

  test('is that of the store, whatever this machine believes the time to be', () => {
    pass(1_500);
    expect(ledgerClock.nowMs()).toBe(store.nowMs());
  });

  test.each([hourMs, -hourMs])(
    'does not jump with the store (by %d ms): nothing is taken over, and no quarantine ends, early',
    async (byMs) => {
      jumpedMs = byMs;
      for (let minutes = 0; minutes < 10; minutes += 1) {
        pass(60_000);
        await ledgerClock.ask();
      }
      const gainedMs = ledgerClock.nowMs() - store.nowMs();
      expect(Math.abs(gainedMs)).toBeLessThanOrEqual(6_001);
      expect(Math.sign(gainedMs)).toBe(Math.sign(byMs));
    },
  );

  test('follows a store whose clock runs a little faster', async () => {
    for (let minutes = 0; minutes < 60; minutes += 1) {
      pass(60_000);
      store.advance(30);
      await ledgerClock.ask();
    }
    expect(ledgerClock.nowMs()).toBe(store.nowMs());
  });

  test('that was read slowly tells between which moments it is, and never outside of them', async () => {
    const slow = (before: number, after: number) => ({
      nowMs: () => {
        pass(before);
        const readMs = store.nowMs();
        pass(after);
        return Promise.resolve(readMs);
      },
    });
    for (const [before, after] of [
      [9_000, 0],
      [0, 9_000],
      [4_000, 5_000],
    ] as const) {
      const asked = new LedgerClock(slow(before, after), own);
      await asked.known();
      expect(asked.nowMs()).toBe(store.nowMs() - after);
      expect(asked.latestMs()).toBe(store.nowMs() + before);
    }
  });

  test('is known exactly again when an answer comes at once', async () => {
    let delayMs = 9_000;
    const ledger = {
      nowMs: () => {
        pass(delayMs);
        return Promise.resolve(store.nowMs());
      },
    };
    const asked = new LedgerClock(ledger, own);
    await asked.known();
    expect(asked.latestMs() - asked.nowMs()).toBe(9_000);
    delayMs = 0;
    await asked.ask();
    expect([asked.nowMs(), asked.latestMs()]).toEqual([store.nowMs(), store.nowMs()]);
  });

  test('cannot be read before the store was asked', () => {
    const unasked = new LedgerClock({ nowMs: () => Promise.resolve(0) }, own);
    expect(() => unasked.nowMs()).toThrow('not asked');
    expect(() => unasked.latestMs()).toThrow('not asked');
  });
});

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { describeOnBothEngines } from '../../../support/engines.js';
import { LedgerBench, nowMs } from './contract/LedgerBench.js';
import { ledgerContract } from './ledgerContract.js';
import { openLedger, people } from './openLedger.js';

const tables = ['issuance', 'recipient', 'chunk', 'natural_key', 'issuance_event'] as const;

describeOnBothEngines('The ledger', (empty) => {
  let opened: Awaited<ReturnType<typeof openLedger>> | undefined;
  beforeAll(async () => {
    opened = await openLedger(empty(), { nowMs: () => nowMs });
  });
  afterEach(async () => {
    for (const table of tables) await given().database.db.deleteFrom(table).execute();
  });
  afterAll(() => opened?.stop());
  const given = () => {
    if (!opened) throw new Error('The ledger is open only while tests run.');
    return opened;
  };

  ledgerContract(() => Promise.resolve({ ...given(), stop: () => Promise.resolve() }));

  test('goes by the clock of the store that all replicas share, or by the one it is given', async () => {
    const { ledger, database } = given();
    const expected = database.engine === 'sqlite' ? nowMs : Date.now();
    expect(Math.abs((await ledger.nowMs()) - expected)).toBeLessThan(60_000);
  });

  test('lets other things go on while it writes down a hundred thousand recipients, and cancels them', async () => {
    const users = Array.from({ length: 100_000 }, (_, index) => `u${String(index)}`);
    const bench = new LedgerBench(given().ledger);
    let turns = 0;
    const written = new AbortController();
    const others = (async () => {
      for (; !written.signal.aborted; turns += 1) await new Promise((done) => setTimeout(done, 1));
    })();
    const issuance = await bench.accepted(people(...users), { isBulk: true });
    await bench.cancel(issuance.id);
    written.abort();
    await others;
    expect(turns).toBeGreaterThanOrEqual(30);
    await expect(bench.find(issuance)).resolves.toMatchObject({ status: 'FAILED' });
    const counts = (await given().ledger.counts([issuance.id])).get(issuance.id);
    expect(counts).toMatchObject({ failed: 100_000, ready: 0 });
  }, 60_000);
});

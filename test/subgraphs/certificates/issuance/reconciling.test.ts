import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PluvoError } from '../../../../pluvo/errors.js';
import { deferred } from '../../../support/deferred.js';
import { allSucceed, noAnswer, notReached, ScriptedPluvo, type Answer } from './ScriptedPluvo.js';
import { openBench, quarantineMs, rules, timing } from './workerBench.js';

const { listLagMs } = rules;
const wholeQuarantineMs = timing.sendWindowMs + quarantineMs;

describe('Somebody whose outcome is unknown', () => {
  let folder = '';
  let bench: Awaited<ReturnType<typeof openBench>>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    bench = await openBench(folder);
  });
  afterEach(async () => {
    await bench.stop();
    await rm(folder, { recursive: true });
  });

  /** Sends once without getting an answer, and waits until just before the quarantine is over. */
  async function unknown(pluvo: ScriptedPluvo, parts: Parameters<typeof bench.worker>[1] = {}) {
    const issuance = await bench.opened('u1', 'u2');
    const worker = bench.worker(pluvo, parts);
    await worker.drive(issuance);
    bench.clock.advance(wholeQuarantineMs - 1);
    await worker.drive(issuance);
    await expect(bench.statuses(issuance)).resolves.toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(pluvo.looks).toHaveLength(0);
    bench.clock.advance(1);
    return { issuance, worker };
  }
  const after = async (ms: number, drive: () => Promise<void>) => {
    bench.clock.advance(ms);
    await drive();
  };

  test('is ISSUED if the portfolio shows it after the quarantine, with its item, and is not sent again', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo);
    pluvo.shows(issuance, 'u1', 'u2');
    await worker.drive(issuance);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED']);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    expect(pluvo.calls).toHaveLength(1);
    const window = { from: 'start', size: 2 } as const;
    const { rows } = await bench.ledger.recipients(issuance.id, window, undefined);
    expect(rows.map(({ portfolioItemId }) => portfolioItemId)).toEqual(['item-u1-0', 'item-u2-0']);
  });

  test('has nothing cached any more by the time that the ledger tells what the portfolio showed', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const seen: unknown[] = [];
    let tell: (users: readonly string[]) => Promise<void> = () => Promise.resolve();
    const { issuance, worker } = await unknown(pluvo, { onIssued: (users) => tell(users) });
    tell = async (users) => {
      seen.push([users, await bench.statuses(issuance)]);
    };
    pluvo.shows(issuance, 'u1', 'u2');
    await worker.drive(issuance);
    expect(seen).toEqual([
      [
        ['u1', 'u2'],
        ['UNKNOWN', 'UNKNOWN'],
      ],
    ]);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED']);
  });

  test('is sent again only after two looks a list-lag apart, and only who is absent', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo);
    pluvo.shows(issuance, 'u1');
    await worker.drive(issuance);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'UNKNOWN']);
    await after(listLagMs - 1, () => worker.drive(issuance));
    expect(pluvo.calls).toHaveLength(1);
    await after(1, () => worker.drive(issuance));
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1', 'u2'], ['u2']]);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED']);
  });

  test('is found by the second look if the list lagged behind', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo);
    await worker.drive(issuance);
    pluvo.shows(issuance, 'u1', 'u2');
    await after(listLagMs, () => worker.drive(issuance));
    expect(pluvo.calls).toHaveLength(1);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('is parked instead of sent again if that is the policy, and ISSUED if it shows later', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo, { rules: { whenAbsent: 'PARK' } });
    await worker.drive(issuance);
    await after(listLagMs, () => worker.drive(issuance));
    await expect(bench.statuses(issuance)).resolves.toEqual(['PARKED', 'PARKED']);
    await expect(bench.statusOf(issuance)).resolves.toBe('NEEDS_REVIEW');
    pluvo.shows(issuance, 'u2');
    await after(quarantineMs, () => worker.drive(issuance));
    await expect(bench.statuses(issuance)).resolves.toEqual(['PARKED', 'ISSUED']);
    expect(pluvo.calls).toHaveLength(1);
  });

  test('stays unknown while the portfolios cannot be read, however long that is', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo);
    pluvo.portfoliosAre(new PluvoError('PLUVO_UNAVAILABLE', 'down'));
    for (let hours = 0; hours < 3; hours += 1) await after(3_600_000, () => worker.drive(issuance));
    await expect(bench.statuses(issuance)).resolves.toEqual(['UNKNOWN', 'UNKNOWN']);
    pluvo.portfoliosAre(undefined);
    pluvo.shows(issuance, 'u1', 'u2');
    await after(3_600_000, () => worker.drive(issuance));
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    expect(pluvo.calls).toHaveLength(1);
  });

  test('keeps nobody else waiting while the portfolios cannot be read', async () => {
    const pluvo = new ScriptedPluvo(noAnswer, notReached);
    const issuance = await bench.opened('u1', 'u2', 'u3', 'u4', 'u5', 'u6');
    const worker = bench.worker(pluvo);
    await worker.drive(issuance);
    pluvo.portfoliosAre(new PluvoError('PLUVO_FIELD_LOST', 'they have no titles any more'));
    await after(wholeQuarantineMs, () => worker.drive(issuance));
    await expect(bench.statuses(issuance)).resolves.toEqual([
      ...['UNKNOWN', 'UNKNOWN', 'ISSUED', 'ISSUED', 'ISSUED', 'ISSUED'],
    ]);
    expect(pluvo.looks).toHaveLength(1);
    pluvo.portfoliosAre(undefined);
    pluvo.shows(issuance, 'u1', 'u2');
    await after(60_000, () => worker.drive(issuance));
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('is ISSUED by an answer that comes late, and is looked for no more', async () => {
    const late = deferred<Answer>();
    const pluvo = new ScriptedPluvo(() => late.promise);
    const issuance = await bench.opened('u1');
    const first = bench.worker(pluvo).drive(issuance);
    while (pluvo.calls.length === 0) await new Promise(setImmediate);
    bench.clock.advance(timing.leaseMs);
    await bench.worker(pluvo).drive(issuance);
    await expect(bench.statuses(issuance)).resolves.toEqual(['UNKNOWN']);
    late.resolve(await allSucceed({ ...issuance, userIds: ['u1'] }));
    await first;
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    expect(pluvo.looks).toHaveLength(0);
  });

  test('is not sent again if the late answer comes while the second sending waits for its turn', async () => {
    const late = deferred<Answer>();
    const pluvo = new ScriptedPluvo(() => late.promise);
    const issuance = await bench.opened('u1', 'u2');
    const first = bench.worker(pluvo).drive(issuance);
    while (pluvo.calls.length === 0) await new Promise(setImmediate);
    bench.clock.advance(wholeQuarantineMs);
    await bench.worker(pluvo).drive(issuance);
    await after(quarantineMs, () => bench.worker(pluvo).drive(issuance));
    pluvo.beforeTurn = async () => {
      late.resolve({ kind: 'DEFINITE', result: { succeededIds: ['u1'], failedIds: [] } });
      await first;
    };
    await after(listLagMs, () => bench.worker(pluvo).drive(issuance));
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1', 'u2'], ['u2']]);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED']);
  });

  test('is not sent again for a cancelled issuance: absent, it was not issued to', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo);
    await bench.cancel(issuance);
    pluvo.shows(issuance, 'u1');
    await worker.drive(issuance);
    await after(listLagMs, () => worker.drive(issuance));
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'FAILED']);
    expect(pluvo.calls).toHaveLength(1);
  });

  test('is parked if the item in the portfolio may be that of another issuance', async () => {
    const pluvo = new ScriptedPluvo(allSucceed, noAnswer);
    const worker = bench.worker(pluvo);
    const earlier = await bench.opened('u1');
    await worker.drive(earlier);
    pluvo.shows(earlier, 'u1');
    const again = await bench.opened({ onDuplicate: 'ISSUE_AGAIN' }, 'u1');
    await worker.drive(again);
    expect(pluvo.calls).toHaveLength(2);
    await after(wholeQuarantineMs, () => worker.drive(again));
    await expect(bench.statuses(again)).resolves.toEqual(['PARKED']);
    expect(pluvo.calls).toHaveLength(2);
  });

  test('raises the alarm if it shows twice after it was sent again', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const { issuance, worker } = await unknown(pluvo);
    await worker.drive(issuance);
    await after(listLagMs, () => worker.drive(issuance));
    expect(pluvo.calls).toHaveLength(2);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    pluvo.shows(issuance, 'u1', 'u2', 'u2');
    await after(quarantineMs, () => worker.drive(issuance));
    expect(bench.events('DUPLICATE_DETECTED')).toMatchObject([{ pluvoUserIds: ['u2'] }]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerateCertificate } from '../../../../pluvo/PluvoClient.js';
import { deferred } from '../../../support/deferred.js';
import { allSucceed, notReached, ScriptedPluvo } from './ScriptedPluvo.js';
import { openBench, timing } from './workerBench.js';

describe('A worker', () => {
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

  test('sends everybody once, in chunks, with the title and the date that were pinned', async () => {
    const pluvo = new ScriptedPluvo();
    const issuance = await bench.opened('u1', 'u2', 'u3');
    await bench.worker(pluvo).drive(issuance);
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1', 'u2'], ['u3']]);
    const { certificateId, title, issueDate } = issuance;
    for (const call of pluvo.calls) expect(call).toMatchObject({ certificateId, title, issueDate });
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('gives every call a time after which it must not set out', async () => {
    const pluvo = new ScriptedPluvo();
    bench.clock.advance(1_234);
    await bench.worker(pluvo).drive(await bench.opened('u1'));
    expect(pluvo.calls[0]?.sendByMs).toBe(1_234 + timing.sendWindowMs);
  });

  test('has the intent in the ledger before anything is sent', async () => {
    const issuance = await bench.opened('u1');
    const pluvo = new ScriptedPluvo(async (command) => {
      await expect(bench.statuses(issuance)).resolves.toEqual(['SENDING']);
      return allSucceed(command);
    });
    await bench.worker(pluvo).drive(issuance);
    expect(pluvo.calls).toHaveLength(1);
  });

  test('makes what is cached of people invalid before anybody can see in the ledger that they were issued to', async () => {
    const issuance = await bench.opened('u1', 'u2', 'u3');
    const seen: unknown[] = [];
    const onIssued = async (users: readonly string[]) => {
      seen.push([users, await bench.statuses(issuance)]);
    };
    await bench.worker(new ScriptedPluvo(), { onIssued }).drive(issuance);
    expect(seen).toEqual([
      [
        ['u1', 'u2'],
        ['SENDING', 'SENDING', 'READY'],
      ],
      [['u3'], ['ISSUED', 'ISSUED', 'SENDING']],
    ]);
  });

  test('waits as long as Pluvo asks, and then sends the same', async () => {
    const pluvo = new ScriptedPluvo(() => ({
      kind: 'REJECTED_BEFORE_EXECUTION',
      cause: 'RATE_LIMITED',
      reason: '429',
      retryAfterMs: 120_000,
    }));
    const issuance = await bench.opened('u1');
    const only = bench.worker(pluvo);
    await only.drive(issuance);
    bench.clock.advance(119_999);
    await only.drive(issuance);
    expect(pluvo.calls).toHaveLength(1);
    bench.clock.advance(1);
    await only.drive(issuance);
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1'], ['u1']]);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test.each([10 * 365 * 24 * 3_600_000, Infinity])(
    'looks again after an hour at the latest, however long Pluvo asks it to wait (%d ms)',
    async (retryAfterMs) => {
      const pluvo = new ScriptedPluvo(() => ({
        kind: 'REJECTED_BEFORE_EXECUTION',
        cause: 'RATE_LIMITED',
        reason: '429',
        retryAfterMs,
      }));
      const issuance = await bench.opened('u1');
      const only = bench.worker(pluvo);
      await only.drive(issuance);
      bench.clock.advance(3_600_000);
      await only.drive(issuance);
      await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    },
  );

  test('pauses longer after every failure in a row to reach Pluvo', async () => {
    const pluvo = new ScriptedPluvo(notReached, notReached, notReached, notReached);
    const issuance = await bench.opened('u1');
    const only = bench.worker(pluvo);
    const pausesMs: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      await only.drive(issuance);
      const { dueAtMs = 0 } = await bench.current(issuance);
      pausesMs.push(dueAtMs - bench.clock.nowMs());
      bench.clock.advance(dueAtMs - bench.clock.nowMs());
    }
    expect(pausesMs).toEqual([250, 500, 1_000, 2_000]);
  });

  test('ends a cancelled issuance when what was on its way comes back unsent, also if Pluvo is not back for long', async () => {
    const issuance = await bench.opened('u1');
    const pluvo = new ScriptedPluvo(async (command) => {
      await bench.cancel(issuance);
      return notReached(command);
    });
    await bench.worker(pluvo).drive(issuance);
    await expect(bench.statuses(issuance)).resolves.toEqual(['FAILED']);
    await expect(bench.statusOf(issuance)).resolves.toBe('FAILED');
  });

  test('leaves an issuance for later when the directory is away, and goes on when it is back', async () => {
    const pluvo = new ScriptedPluvo();
    const issuance = await bench.opened('u1');
    const people = { byEmail: () => Promise.reject(new Error('away')) };
    await bench.worker(pluvo, { people }).drive(issuance);
    expect(pluvo.calls).toHaveLength(0);
    bench.clock.advance(250);
    await bench.worker(pluvo).drive(issuance);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('goes through thousands whom nobody knows without a pause: for them nothing is sent', async () => {
    const pluvo = new ScriptedPluvo();
    const users = Array.from({ length: 2_500 }, (_, index) => `u${String(index)}`);
    const [first = '', ...rest] = users;
    const issuance = await bench.opened(first, ...rest);
    const people = {
      byEmail: (emails: readonly string[]) => Promise.resolve(emails.map(() => null)),
    };
    await bench.worker(pluvo, { people }).drive(issuance);
    await expect(bench.statusOf(issuance)).resolves.toBe('FAILED');
  });

  test('quarantines nobody when it cannot tell whether the intent was written, since nothing was sent', async () => {
    const { ledger } = bench;
    const changeClaimed = ledger.changeClaimed.bind(ledger);
    let tries = 0;
    ledger.changeClaimed = async (...change) => {
      const changed = await changeClaimed(...change);
      if ((tries += 1) === 1) throw new Error('the connection broke during the commit');
      return changed;
    };
    const pluvo = new ScriptedPluvo();
    const issuance = await bench.opened('u1');
    const only = bench.worker(pluvo);
    await only.drive(issuance);
    expect(pluvo.calls).toHaveLength(0);
    bench.clock.advance(250);
    await only.drive(issuance);
    expect(pluvo.calls).toHaveLength(1);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('that could not write its intent leaves alone what its successor is sending', async () => {
    const { ledger, clock } = bench;
    const changeClaimed = ledger.changeClaimed.bind(ledger);
    const issuance = await bench.opened('u1');
    const successor = new ScriptedPluvo(async (command) => {
      await expect(bench.statuses(issuance)).resolves.toEqual(['SENDING']);
      throwing.reject(new Error('the ledger is away'));
      await first;
      await expect(bench.statuses(issuance)).resolves.toEqual(['SENDING']);
      return allSucceed(command);
    });
    const throwing = deferred<undefined>();
    ledger.changeClaimed = async () => {
      ledger.changeClaimed = changeClaimed;
      clock.advance(timing.leaseMs);
      void bench.worker(successor).drive(issuance);
      return throwing.promise;
    };
    const pluvo = new ScriptedPluvo();
    const first = bench.worker(pluvo).drive(issuance);
    await first;
    expect([pluvo.calls.length, successor.calls.length]).toEqual([0, 1]);
  });

  test('that lost its lease during a call still tells what came of it, and sends nothing more', async () => {
    const issuance = await bench.opened('u1', 'u2', 'u3');
    const nothing = new ScriptedPluvo();
    const pluvo = new ScriptedPluvo(async (command) => {
      bench.clock.advance(timing.leaseMs);
      await bench.worker(nothing).drive(issuance);
      await expect(bench.statuses(issuance)).resolves.toEqual(['UNKNOWN', 'UNKNOWN', 'ISSUED']);
      return allSucceed(command);
    });
    await bench.worker(pluvo).drive(issuance);
    expect([pluvo.calls.length, nothing.calls.length]).toEqual([1, 1]);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED', 'ISSUED']);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('that was stopped by its machine for longer than its lease begins nothing after it', async () => {
    const issuance = await bench.opened('u1', 'u2', 'u3');
    const pluvo = new ScriptedPluvo((command) => {
      bench.clock.advance(60_000);
      return allSucceed(command);
    });
    await bench.worker(pluvo).drive(issuance);
    expect(pluvo.calls).toHaveLength(1);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED', 'READY']);
  });

  test('that is stopped awaits the call in flight, starts nothing new, and gives its lease back', async () => {
    const issuance = await bench.opened('u1', 'u2', 'u3');
    let stopped: Promise<void> | undefined;
    const pluvo = new ScriptedPluvo((command) => {
      stopped = only.stop();
      return allSucceed(command);
    });
    const only = bench.worker(pluvo);
    await only.drive(issuance);
    await stopped;
    expect(pluvo.calls).toHaveLength(1);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED', 'READY']);
    const nowMs = bench.clock.nowMs();
    const lease = { token: 'another', nowMs, untilMs: nowMs + timing.leaseMs };
    await expect(bench.ledger.claim({ isBulk: true }, lease)).resolves.toBeDefined();
  });

  test('that is stopped awaits the call in flight also if it has taken the issuance over from itself', async () => {
    const issuance = await bench.opened('u1', 'u2', 'u3');
    const answered = deferred();
    const pluvo = new ScriptedPluvo(
      async (command) => {
        // It was stopped for longer than its lease, and finds the issuance left by itself.
        bench.clock.advance(timing.leaseMs);
        only.start();
        while (pluvo.calls.length < 2) await new Promise(setImmediate);
        return allSucceed(command);
      },
      async (command) => {
        await answered.promise;
        return allSucceed(command);
      },
    );
    const only = bench.worker(pluvo);
    await only.drive(issuance);
    let isStopped = false;
    const stopping = only.stop().then(() => (isStopped = true));
    for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
    expect(isStopped).toBe(false);
    answered.resolve();
    await stopping;
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('finds what another worker left, by itself, when the lease is over', async () => {
    const issuance = await bench.opened('u1');
    const nowMs = bench.clock.nowMs();
    const lease = { token: 'a worker that died', nowMs, untilMs: nowMs + timing.leaseMs };
    await bench.ledger.claim({ id: issuance.id }, lease);
    bench.clock.advance(timing.leaseMs);
    const only = bench.worker(new ScriptedPluvo());
    only.start();
    while ((await bench.statusOf(issuance)) !== 'SUCCEEDED') await new Promise(setImmediate);
    await only.stop();
  });

  test('works on a single issuance while it is full of bulk', async () => {
    const answered = deferred();
    const late = async (command: GenerateCertificate) => {
      await answered.promise;
      return allSucceed(command);
    };
    const pluvo = new ScriptedPluvo(late, late, late, late);
    const only = bench.worker(pluvo);
    only.start();
    const bulk = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      bulk.push(await bench.opened(`${name}1`, `${name}2`, `${name}3`));
    }
    while (pluvo.calls.length < 4) await new Promise(setImmediate);
    const single = await bench.opened('u1');
    await only.drive(single);
    await expect(bench.statusOf(single)).resolves.toBe('SUCCEEDED');
    expect(pluvo.calls.slice(0, 4).map(({ userIds }) => userIds.length)).toEqual([2, 2, 2, 2]);
    answered.resolve();
    for (const issuance of bulk) {
      while ((await bench.statusOf(issuance)) !== 'SUCCEEDED') await new Promise(setImmediate);
    }
    await only.stop();
  });
});

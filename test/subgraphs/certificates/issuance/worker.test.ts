import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../../../platform/log.js';
import type { Outcome } from '../../../../pluvo/outcome.js';
import type { GenerateCertificate } from '../../../../pluvo/PluvoClient.js';
import type { PluvoBulkAction } from '../../../../pluvo/types.js';
import { IssuanceWorker } from '../../../../subgraphs/certificates/issuance/IssuanceWorker.js';
import type { IssuanceRecord } from '../../../../subgraphs/certificates/issuance/Ledger.js';
import type { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import { ManualClock } from '../../../support/ManualClock.js';
import { anIssuance, openLedger, people } from './openLedger.js';

type Answer = Outcome<PluvoBulkAction>;

const timing = { chunkSize: 2, leaseMs: 15_000, sendWindowMs: 5_000, pollMs: 1_000 };
const allSucceed = ({ userIds }: GenerateCertificate): Answer => ({
  kind: 'DEFINITE',
  result: { succeededIds: userIds, failedIds: [] },
});

/** Answers each call as the script says, and remembers what it was called with. */
class ScriptedPluvo {
  readonly calls: (GenerateCertificate & { sendByMs: number })[] = [];
  readonly #script: ((command: GenerateCertificate) => Answer | Promise<Answer>)[];
  constructor(...script: ((command: GenerateCertificate) => Answer | Promise<Answer>)[]) {
    this.#script = script;
  }
  async generateCertificate(
    command: GenerateCertificate,
    { sendByMs }: { sendByMs: number },
  ): Promise<Answer> {
    this.calls.push({ ...command, sendByMs });
    return (this.#script[this.calls.length - 1] ?? allSucceed)(command);
  }
}

describe('A worker', () => {
  let folder = '';
  let ledger: SqlLedger;
  let stop: () => Promise<void>;
  let clock: ManualClock;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    ({ ledger, stop } = await openLedger({
      url: `file:${join(folder, 'ledger.sqlite')}`,
      schema: 'unused',
    }));
    clock = new ManualClock();
  });
  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  function worker(pluvo: ScriptedPluvo, changes: { byEmail?: () => Promise<never> } = {}) {
    return new IssuanceWorker({
      ledger,
      pluvo,
      people: {
        byEmail: (emails) =>
          Promise.resolve(
            emails.map((email) => ({
              id: `id-${email}`,
              isActive: true,
              pluvoId: email.split('@')[0] ?? '',
            })),
          ),
        ...changes,
      },
      onIssued: () => Promise.resolve(),
      clock,
      // Waits until the lease is over or the work has ended; nothing here depends on how long that takes.
      sleep: (_durationMs, signal) =>
        new Promise((resolve) => {
          if (!signal || signal.aborted) setImmediate(resolve);
          else
            signal.addEventListener('abort', () => {
              resolve();
            });
        }),
      logger: createLogger({ name: 'test', level: 'silent' }),
      reached: () => undefined,
      timing,
    });
  }
  async function opened(...users: string[]): Promise<IssuanceRecord> {
    const issuance = anIssuance({ createdAtMs: clock.nowMs(), nextAttemptAtMs: clock.nowMs() });
    await ledger.open(
      issuance,
      people(...users).map(({ position, email }) => ({
        position,
        email,
        userId: undefined,
        pluvoUserId: undefined,
        failure: undefined,
      })),
    );
    return issuance;
  }
  const statusOf = async ({ caller, requestId }: IssuanceRecord) =>
    (await ledger.find(caller, requestId))?.status;
  const statuses = async ({ id }: IssuanceRecord) =>
    (await ledger.recipientsOf(id)).map(({ status }) => status);

  test('sends everybody once, in chunks, with the title and the date that were pinned', async () => {
    const pluvo = new ScriptedPluvo();
    const issuance = await opened('u1', 'u2', 'u3');
    await worker(pluvo).drive(issuance.id);
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1', 'u2'], ['u3']]);
    const { certificateId, title, issueDate } = issuance;
    for (const call of pluvo.calls) expect(call).toMatchObject({ certificateId, title, issueDate });
    await expect(statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('gives every call a time after which it must not set out', async () => {
    const pluvo = new ScriptedPluvo();
    clock.advance(1_234);
    await worker(pluvo).drive((await opened('u1')).id);
    expect(pluvo.calls[0]?.sendByMs).toBe(1_234 + timing.sendWindowMs);
  });

  test('has the intent in the ledger before anything is sent', async () => {
    const issuance = await opened('u1');
    const pluvo = new ScriptedPluvo(async (command) => {
      await expect(statuses(issuance)).resolves.toEqual(['SENDING']);
      return allSucceed(command);
    });
    await worker(pluvo).drive(issuance.id);
    expect(pluvo.calls).toHaveLength(1);
  });

  test('never sends again what may have been sent, however often it is driven', async () => {
    const pluvo = new ScriptedPluvo(() => ({ kind: 'UNKNOWN', reason: 'reset' }));
    const issuance = await opened('u1', 'u2', 'u3');
    const only = worker(pluvo);
    for (let times = 0; times < 3; times += 1) {
      await only.drive(issuance.id);
      clock.advance(3_600_000);
    }
    expect(pluvo.calls).toHaveLength(2);
    await expect(statuses(issuance)).resolves.toEqual(['PARKED', 'PARKED', 'ISSUED']);
    await expect(statusOf(issuance)).resolves.toBe('NEEDS_REVIEW');
  });

  test('waits as long as Pluvo asks, and then sends the same', async () => {
    const refusal = {
      kind: 'REJECTED_BEFORE_EXECUTION',
      cause: 'RATE_LIMITED',
      reason: '429',
      retryAfterMs: 120_000,
    } as const;
    const pluvo = new ScriptedPluvo(() => refusal);
    const issuance = await opened('u1');
    const only = worker(pluvo);
    await only.drive(issuance.id);
    clock.advance(119_999);
    await only.drive(issuance.id);
    expect(pluvo.calls).toHaveLength(1);
    clock.advance(1);
    await only.drive(issuance.id);
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1'], ['u1']]);
    await expect(statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('looks again after an hour at the latest, however long Pluvo asks it to wait', async () => {
    for (const retryAfterMs of [10 * 365 * 24 * 3_600_000, Infinity]) {
      const pluvo = new ScriptedPluvo(() => ({
        kind: 'REJECTED_BEFORE_EXECUTION',
        cause: 'RATE_LIMITED',
        reason: '429',
        retryAfterMs,
      }));
      const issuance = await opened(`user-${String(retryAfterMs)}`);
      const only = worker(pluvo);
      await only.drive(issuance.id);
      clock.advance(3_600_000);
      await only.drive(issuance.id);
      await expect(statusOf(issuance)).resolves.toBe('SUCCEEDED');
    }
  });

  test('pauses longer after every failure in a row to reach Pluvo', async () => {
    const pluvo = new ScriptedPluvo(
      ...Array.from({ length: 4 }, () => (): Answer => ({ kind: 'NOT_SENT', reason: 'refused' })),
    );
    const issuance = await opened('u1');
    const only = worker(pluvo);
    const pausesMs: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      await only.drive(issuance.id);
      const { nextAttemptAtMs = 0 } =
        (await ledger.find(issuance.caller, issuance.requestId)) ?? {};
      pausesMs.push(nextAttemptAtMs - clock.nowMs());
      clock.advance(nextAttemptAtMs - clock.nowMs());
    }
    expect(pausesMs).toEqual([250, 500, 1_000, 2_000]);
  });

  test('leaves an issuance for later when the directory is away, and goes on when it is back', async () => {
    const pluvo = new ScriptedPluvo();
    const issuance = await opened('u1');
    await worker(pluvo, { byEmail: () => Promise.reject(new Error('away')) }).drive(issuance.id);
    await expect(statusOf(issuance)).resolves.toBe('RESOLVING');
    expect(pluvo.calls).toHaveLength(0);
    clock.advance(250);
    await worker(pluvo).drive(issuance.id);
    await expect(statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('parks nobody when it cannot tell whether the intent was written, since nothing was sent', async () => {
    const beginSend = ledger.beginSend.bind(ledger);
    let tries = 0;
    ledger.beginSend = async (claim, chunk) => {
      const begun = await beginSend(claim, chunk);
      if ((tries += 1) === 1) throw new Error('the connection broke during the commit');
      return begun;
    };
    const pluvo = new ScriptedPluvo();
    const issuance = await opened('u1');
    const only = worker(pluvo);
    await only.drive(issuance.id);
    expect(pluvo.calls).toHaveLength(0);
    clock.advance(250);
    await only.drive(issuance.id);
    expect(pluvo.calls).toHaveLength(1);
    await expect(statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('that could not write its intent leaves alone what its successor is sending', async () => {
    const beginSend = ledger.beginSend.bind(ledger);
    ledger.beginSend = async ({ issuance }, chunk) => {
      clock.advance(timing.leaseMs);
      const taken = await ledger.claim(issuance.id, 'successor', clock.nowMs(), timing.leaseMs);
      if (!taken) throw new Error('Expected the lease to be over.');
      await beginSend(taken, chunk);
      throw new Error('the ledger is away');
    };
    const issuance = await opened('u1');
    await worker(new ScriptedPluvo()).drive(issuance.id);
    await expect(statuses(issuance)).resolves.toEqual(['SENDING']);
  });

  test('that lost its lease during a call still tells what came of it, and sends nothing more', async () => {
    const issuance = await opened('u1', 'u2', 'u3');
    const nothing = new ScriptedPluvo();
    const pluvo = new ScriptedPluvo(async (command) => {
      clock.advance(timing.leaseMs);
      await worker(nothing).drive(issuance.id);
      await expect(statuses(issuance)).resolves.toEqual(['PARKED', 'PARKED', 'ISSUED']);
      return allSucceed(command);
    });
    await worker(pluvo).drive(issuance.id);
    expect([pluvo.calls.length, nothing.calls.length]).toEqual([1, 1]);
    await expect(statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED', 'ISSUED']);
    await expect(statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('that is stopped awaits the call in flight, starts nothing new, and gives its lease back', async () => {
    const issuance = await opened('u1', 'u2', 'u3');
    let stopped: Promise<void> | undefined;
    const pluvo = new ScriptedPluvo((command) => {
      stopped = only.stop();
      return allSucceed(command);
    });
    const only = worker(pluvo);
    await only.drive(issuance.id);
    await stopped;
    expect(pluvo.calls).toHaveLength(1);
    await expect(statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED', 'READY']);
    await expect(ledger.claimable(clock.nowMs(), 1)).resolves.toEqual([issuance.id]);
  });

  test('finds what another worker left also while callers keep it busy', async () => {
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const busy = 30;
    const late = async (command: GenerateCertificate) => {
      await answered;
      return allSucceed(command);
    };
    const pluvo = new ScriptedPluvo(...Array.from({ length: busy }, () => late));
    const only = worker(pluvo);
    const driven = [];
    for (let number = 0; number < busy; number += 1) {
      driven.push(only.drive((await opened(`busy${String(number)}`)).id));
    }
    while (pluvo.calls.length < busy) await new Promise(setImmediate);
    const left = await opened('left');
    only.start();
    for (let turns = 0; turns < 1_000 && pluvo.calls.length === busy; turns += 1) {
      await new Promise(setImmediate);
    }
    expect(pluvo.calls.length).toBe(busy + 1);
    answer();
    await Promise.all(driven);
    await only.stop();
    await expect(statusOf(left)).resolves.toBe('SUCCEEDED');
  });

  test('finds what another worker left, by itself', async () => {
    const issuance = await opened('u1');
    await ledger.claim(issuance.id, 'a worker that died', clock.nowMs(), timing.leaseMs);
    clock.advance(timing.leaseMs);
    const only = worker(new ScriptedPluvo());
    only.start();
    while ((await statusOf(issuance)) !== 'SUCCEEDED') await new Promise(setImmediate);
    await only.stop();
  });
});

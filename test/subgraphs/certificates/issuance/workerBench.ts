import { createLogger } from '../../../../platform/log.js';
import { cancel } from '../../../../subgraphs/certificates/issuance/chunk/cancel.js';
import type { Change } from '../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import type { Rules } from '../../../../subgraphs/certificates/issuance/chunk/rules.js';
import { IssuanceWorker } from '../../../../subgraphs/certificates/issuance/IssuanceWorker.js';
import type { IssuanceRecord } from '../../../../subgraphs/certificates/issuance/Ledger.js';
import { LedgerClock } from '../../../../subgraphs/certificates/issuance/LedgerClock.js';
import type { People } from '../../../../subgraphs/certificates/people.js';
import { ManualClock } from '../../../support/ManualClock.js';
import { anIssuance, openLedger, people } from './openLedger.js';
import type { ScriptedPluvo } from './ScriptedPluvo.js';

export const timing = {
  chunkSize: 2,
  callsAtOnce: 1,
  leaseMs: 15_000,
  sendWindowMs: 5_000,
  pollMs: 1_000,
  datePrecisionMs: 1_000,
};
export const rules: Rules = {
  whenAbsent: 'RECONCILE_THEN_RESEND',
  pauseBoundMs: 10_000,
  processingBoundMs: 20_000,
  listLagMs: 3_000,
};
/** From the last moment to set out until portfolios are believed. */
export const quarantineMs = 33_000;

interface Changes {
  readonly people?: People;
  readonly rules?: Partial<Rules>;
  readonly onIssued?: (pluvoUserIds: readonly string[]) => Promise<void>;
}

/** The address of everybody is their Pluvo id, with a domain. */
const everybodyIsKnown: People = {
  byEmail: (emails) =>
    Promise.resolve(
      emails.map((email) => {
        const [pluvoId = ''] = email.split('@');
        return { id: `id-${email}`, isActive: true, pluvoId };
      }),
    ),
};

/** A ledger in a file, a clock that stands still, and workers on them. */
export async function openBench(folder: string, chunkSize = timing.chunkSize) {
  const clock = new ManualClock();
  const empty = { url: `file:${folder}/ledger.sqlite`, schema: 'unused' };
  const { ledger, stop } = await openLedger(empty, clock);
  const observed: Change[] = [];
  let made = 0;

  function worker(pluvo: ScriptedPluvo, changes: Changes = {}): IssuanceWorker {
    return new IssuanceWorker({
      ledger,
      ledgerClock: new LedgerClock(ledger, clock),
      pluvo,
      people: changes.people ?? everybodyIsKnown,
      onIssued: changes.onIssued ?? (() => Promise.resolve()),
      observe: (_issuanceId, change) => observed.push(change),
      newId: () => `id-${String((made += 1))}`,
      clock,
      // Waits until its work has ended: nothing here depends on how long that takes.
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
      rules: { ...rules, ...changes.rules },
      timing: { ...timing, chunkSize },
    });
  }

  async function opened(
    ...[first, ...rest]: readonly [Partial<IssuanceRecord> | string, ...string[]]
  ): Promise<IssuanceRecord> {
    const users = typeof first === 'string' ? [first, ...rest] : rest;
    const issuance = anIssuance({
      ...(typeof first !== 'string' && first),
      createdAtMs: clock.nowMs(),
      dueAtMs: clock.nowMs(),
      isBulk: users.length > chunkSize,
    });
    const nobody = { userId: undefined, pluvoUserId: undefined, failure: undefined };
    await ledger.open(
      issuance,
      people(...users).map(({ position, email }) => ({ position, email, ...nobody })),
    );
    return issuance;
  }

  const current = async ({ caller, requestId }: IssuanceRecord) => {
    const record = await ledger.find(caller, requestId);
    if (!record) throw new Error('Expected the issuance to be in the ledger.');
    return record;
  };

  return {
    clock,
    ledger,
    worker,
    opened,
    current,
    cancel: ({ id }: IssuanceRecord) => {
      const nowMs = clock.nowMs();
      return ledger.cancel(id, 'hr', (chunk) => cancel(chunk, rules, nowMs), nowMs);
    },
    /** What was observed of this kind. */
    events: (kind: string) =>
      observed.flatMap(({ events }) => events.filter((event) => event.kind === kind)),
    statusOf: async (issuance: IssuanceRecord) => (await current(issuance)).status,
    statuses: async ({ id }: IssuanceRecord) => {
      const window = { from: 'start', size: 100 } as const;
      const { rows } = await ledger.recipients(id, window, undefined);
      return rows.map(({ status }) => status);
    },
    stop,
  };
}

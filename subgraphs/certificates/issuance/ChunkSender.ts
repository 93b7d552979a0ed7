import type { Clock, Sleep } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/log.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import { cancel } from './chunk/cancel.js';
import { openPeople, type Chunk, type Sending } from './chunk/Chunk.js';
import { recordResult } from './chunk/recordResult.js';
import type { Rules } from './chunk/rules.js';
import { beginSend, notSent } from './chunk/send.js';
import type { Reached } from './failPoint.js';
import type { Lease } from './Lease.js';
import type { ChangeChunk, Ledger } from './Ledger.js';
import type { LedgerClock } from './LedgerClock.js';
import type { Observe } from './observe.js';
import { pauseAfter } from './pauseAfter.js';
import { priorityOf } from './priorityOf.js';
import { settle, type Settlement } from './settle.js';

export interface ChunkSenderOptions {
  readonly ledger: Pick<Ledger, 'change' | 'changeClaimed'>;
  readonly ledgerClock: LedgerClock;
  readonly pluvo: Pick<PluvoClient, 'generateCertificate'>;
  readonly rules: Rules;
  /** Makes the id of a sending. */
  readonly newId: () => string;
  /** Told whose portfolios have changed, before the ledger tells of it. Never rejects, whatever becomes of the cache. */
  readonly onIssued: (pluvoUserIds: readonly string[]) => Promise<void>;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly reached: Reached;
  readonly timing: SendTiming;
}

export interface SendTiming {
  /** How long a chunk may wait for its turn at Pluvo; until then nothing is written down. */
  readonly turnMs: number;
  /** How long after its intent was written it may set out. */
  readonly sendWindowMs: number;
}

/** A result is evidence: it is written down even if the ledger is away for a while. */
const writeAttempts = 8;

/** Sends chunks: the intent before, the result after, and between them one call that is never repeated. */
export class ChunkSender {
  readonly #options: ChunkSenderOptions;

  constructor(options: ChunkSenderOptions) {
    this.#options = options;
  }

  /**
   * Sends the open people of a READY chunk, once; undefined if it is not ours to send any more. Rejects if the ledger
   * cannot be written.
   */
  async send(lease: Lease, chunk: Chunk): Promise<Settlement | undefined> {
    const { pluvo, clock, reached, newId, timing } = this.#options;
    const { issuance } = lease.claim;
    const sending = { id: newId(), attempt: chunk.attempt + 1 };
    const userIds = openPeople(chunk);
    const intent: { is: 'not asked for' | 'written' | 'refused' } = { is: 'not asked for' };
    const { certificateId, title, trainingId, issueDate } = issuance;
    const calling = pluvo.generateCertificate(
      { certificateId, title, trainingId, issueDate, userIds },
      {
        priority: priorityOf(issuance),
        turnByMs: clock.monotonicMs() + timing.turnMs,
        intend: async () => {
          const sendByMs = await this.#intend(lease, chunk, sending);
          intent.is = sendByMs === undefined ? 'refused' : 'written';
          return sendByMs;
        },
      },
    );
    const settlement = settle(await calling, userIds);
    if (intent.is === 'refused') return undefined;
    reached('answered');
    if (intent.is === 'written') await this.#record(issuance.id, chunk, sending, settlement);
    return settlement;
  }

  /** Until when the chunk may set out, on the monotonic clock, once its intent is durable; undefined if it may not. */
  async #intend(lease: Lease, chunk: Chunk, sending: Sending): Promise<number | undefined> {
    const { ledger, ledgerClock, clock, rules, reached, observe, timing } = this.#options;
    if (!lease.isHeld) return undefined;
    const sendByMs = clock.monotonicMs() + timing.sendWindowMs;
    const nowMs = ledgerClock.latestMs();
    const begin: ChangeChunk = (current, { cancelledAtMs }) =>
      cancelledAtMs === undefined
        ? beginSend(current, sending, openPeople(chunk), nowMs + timing.sendWindowMs)
        : cancel(current, rules, nowMs);
    try {
      const change = await ledger.changeClaimed(lease.claim, chunk.number, begin, nowMs);
      if (change) observe(lease.claim.issuance.id, change);
      if (change?.chunk.sendingId !== sending.id) return undefined;
    } catch (error) {
      // The intent may have been written; that nothing was sent under it is a fact, which saves it a quarantine.
      const reason = 'its intent could not be written';
      await this.#write(lease.claim.issuance.id, chunk.number, (current) =>
        notSent(current, sending, reason, ledgerClock.nowMs()),
      );
      throw error;
    }
    reached('intent-written');
    return sendByMs;
  }

  async #record(
    issuanceId: string,
    chunk: Chunk,
    sending: Sending,
    settlement: Settlement,
  ): Promise<void> {
    const { ledgerClock, rules, reached, onIssued } = this.#options;
    // Before anybody can read in the ledger that they have it: another replica may be asked at once what they hold.
    if (settlement.kind === 'settled')
      await onIssued([...settlement.issued, ...settlement.unknown]);
    await this.#write(issuanceId, chunk.number, (current, { cancelledAtMs }) => {
      const nowMs = ledgerClock.latestMs();
      const recorded = recordResult(current, sending, settlement, rules, nowMs);
      if (cancelledAtMs === undefined) return recorded;
      // What comes back unsent does not wait for another turn at Pluvo to be told.
      const { chunk: left, events } = cancel(recorded.chunk, rules, nowMs);
      return { chunk: left, events: [...recorded.events, ...events] };
    });
    reached('recorded');
  }

  async #write(issuanceId: string, number: number, change: ChangeChunk): Promise<void> {
    const { ledger, ledgerClock, observe, sleep, logger } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const changed = await ledger.change(issuanceId, number, change, ledgerClock.nowMs());
        if (changed) observe(issuanceId, changed);
        return;
      } catch (error) {
        if (attempt === writeAttempts) throw error;
        logger.error({ err: error, issuanceId }, 'a result could not be written; trying again');
        await sleep(pauseAfter(attempt - 1));
      }
    }
  }
}

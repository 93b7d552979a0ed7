import type { Clock, Sleep } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/log.js';
import type { Priority } from '../../../pluvo/governor/priority.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { Reached } from './failPoint.js';
import type { Chunk, Claim, Ledger } from './Ledger.js';
import { pauseAfter } from './pauseAfter.js';
import { settle, type Settlement } from './settle.js';

export interface ChunkSenderOptions {
  readonly ledger: Ledger;
  readonly pluvo: Pick<PluvoClient, 'generateCertificate'>;
  /** Told whose portfolios have changed. */
  readonly onIssued: (pluvoUserIds: readonly string[]) => Promise<void>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly reached: Reached;
  readonly timing: SendTiming;
}

export interface SendTiming {
  /** How long after its intent was written a chunk may set out. */
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

  /** Sends one chunk, once; undefined if it was not ours to send any more. */
  async send(claim: Claim, chunk: Chunk): Promise<Settlement | undefined> {
    const { ledger, pluvo, clock, logger, reached, onIssued, timing } = this.#options;
    const { issuance } = claim;
    const sendByMs = clock.monotonicMs() + timing.sendWindowMs;
    if (!(await this.#beginSend(claim, chunk))) return undefined;
    reached('intent-written');
    const { certificateId, title, trainingId, issueDate } = issuance;
    const sending = pluvo.generateCertificate(
      { certificateId, title, trainingId, issueDate, userIds: chunk.pluvoUserIds },
      { sendByMs, priority: priorityOf(chunk) },
    );
    reached('in-flight');
    const settlement = settle(await sending, chunk.pluvoUserIds);
    reached('answered');
    await this.#written(claim, () => ledger.record(issuance.id, chunk, settlement, clock.nowMs()));
    reached('recorded');
    if (settlement.kind === 'settled') {
      const { alarm, unknown, issued } = settlement;
      if (alarm) logger.error({ issuanceId: issuance.id, chunk: chunk.number }, alarm);
      await onIssued([...issued, ...unknown]);
    }
    return settlement;
  }

  async #beginSend(claim: Claim, chunk: Chunk): Promise<boolean> {
    const { ledger } = this.#options;
    try {
      return await ledger.beginSend(claim, chunk);
    } catch (error) {
      // The intent may have been written; that nothing was sent under it is a fact, which keeps it from being parked.
      await this.#written(claim, () => ledger.takeBack(claim, chunk));
      throw error;
    }
  }

  async #written({ issuance }: Claim, write: () => Promise<void>): Promise<void> {
    const { sleep, logger } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await write();
        return;
      } catch (error) {
        if (attempt === writeAttempts) throw error;
        const issuanceId = issuance.id;
        logger.error({ err: error, issuanceId }, 'a result could not be written; trying again');
        await sleep(pauseAfter(attempt - 1));
      }
    }
  }
}

/**
 * The first chunk goes ahead of all bulk, so that few recipients never wait behind many; what follows it is bulk. Told by
 * the chunk alone, it stays the same when another worker goes on.
 */
function priorityOf({ number }: Chunk): Priority {
  return number === 0 ? 'issuance' : 'bulk';
}

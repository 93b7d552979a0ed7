import { randomUUID } from 'node:crypto';
import type { Clock, Sleep } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/log.js';
import type { Priority } from '../../../pluvo/governor/priority.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { People } from '../people.js';
import type { Reached } from './failPoint.js';
import type { Chunk, Claim, Ledger } from './Ledger.js';
import { resolveRecipients } from './resolve.js';
import { settle, type Settlement } from './settle.js';

export interface IssuanceWorkerOptions {
  readonly ledger: Ledger;
  readonly pluvo: Pick<PluvoClient, 'generateCertificate'>;
  readonly people: People;
  /** Told whose portfolios have changed. */
  readonly onIssued: (pluvoUserIds: readonly string[]) => Promise<void>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly reached: Reached;
  readonly timing: IssuanceTiming;
}

export interface IssuanceTiming {
  /** Users in one call of Pluvo's mutation. */
  readonly chunkSize: number;
  /** How long a worker that is silent is believed to be at work. */
  readonly leaseMs: number;
  /** How long after its intent was written a chunk may set out. */
  readonly sendWindowMs: number;
  /** How often the worker looks for issuances that others left. */
  readonly pollMs: number;
}

/** Issuances that nobody asks for any more and that one worker drives at the same time. */
const resumedAtOnce = 20;
const maxPauseMs = 60_000;
/** A longer wait than this is a mistake of whoever asks for it, and must not leave an issuance open for ever. */
const maxAskedPauseMs = 3_600_000;
/** A result is evidence: it is written down even if the ledger is away for a while. */
const recordAttempts = 8;

/**
 * Drives issuances to their end: looks people up, pins who is sent for, sends chunk by chunk and writes down what came
 * of it. Any worker may go on where another stopped; the ledger decides who does.
 */
export class IssuanceWorker {
  readonly #options: IssuanceWorkerOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  /** Counted apart: callers, however many, must not keep this worker from what others left. */
  readonly #resumed = new Set<string>();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: IssuanceWorkerOptions) {
    this.#options = options;
  }

  /** Begins to look for issuances that nobody drives. */
  start(): void {
    this.#loop = this.#lookForWork();
  }

  /** Starts nothing new, waits for the calls in flight and gives its leases back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.all(this.#running.values());
  }

  /** Drives an issuance as far as possible now, unless another worker does. Never rejects. */
  drive(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running) return running;
    const driving = this.#drive(id).finally(() => this.#running.delete(id));
    this.#running.set(id, driving);
    return driving;
  }

  async #lookForWork(): Promise<void> {
    const { ledger, clock, sleep, logger, timing } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        const free = resumedAtOnce - this.#resumed.size;
        const ids = free > 0 ? await ledger.claimable(clock.nowMs(), free) : [];
        for (const id of ids) this.#resume(id);
      } catch (error) {
        logger.warn({ err: error }, 'the ledger cannot be read; looking again soon');
      }
      await sleep(timing.pollMs, this.#stopping.signal);
    }
  }

  #resume(id: string): void {
    this.#resumed.add(id);
    void this.drive(id).finally(() => this.#resumed.delete(id));
  }

  async #drive(id: string): Promise<void> {
    const { ledger, clock, logger, timing } = this.#options;
    if (this.#stopping.signal.aborted) return;
    let claim: Claim | undefined;
    try {
      claim = await ledger.claim(id, randomUUID(), clock.nowMs(), timing.leaseMs);
      if (!claim) return;
      const pauseMs = await this.#whileLeased(claim, (held, lost) => this.#advance(held, lost));
      const attempts = pauseMs > 0 ? claim.issuance.attempts + 1 : 0;
      await ledger.release(claim, { attemptAtMs: clock.nowMs() + pauseMs, attempts });
    } catch (error) {
      logger.error({ err: error, issuanceId: id }, 'an issuance was left for later');
      if (claim) await this.#putOff(claim);
    }
  }

  /** After a fault of ours or of a store: not at once again. */
  async #putOff(claim: Claim): Promise<void> {
    const { ledger, clock } = this.#options;
    const { attempts } = claim.issuance;
    await ledger
      .release(claim, { attemptAtMs: clock.nowMs() + pauseAfter(attempts), attempts: attempts + 1 })
      .catch(() => undefined);
  }

  /** Renews the lease for as long as the work goes on; the signal tells it that the lease is lost. */
  async #whileLeased<T>(
    claim: Claim,
    work: (claim: Claim, lost: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const ended = new AbortController();
    const lost = new AbortController();
    const renewing = this.#renewLease(claim, ended.signal, lost);
    try {
      return await work(claim, lost.signal);
    } finally {
      ended.abort();
      await renewing;
    }
  }

  async #renewLease(claim: Claim, ended: AbortSignal, lost: AbortController): Promise<void> {
    const { ledger, clock, sleep, timing } = this.#options;
    const goesOn = () => !ended.aborted;
    while (goesOn()) {
      await sleep(timing.leaseMs / 3, ended);
      const held =
        !goesOn() || (await ledger.renew(claim, clock.nowMs() + timing.leaseMs).catch(() => false));
      if (!held) {
        lost.abort();
        return;
      }
    }
  }

  /** Returns how long to pause before the next attempt, in milliseconds; 0 if there is nothing left to attempt. */
  async #advance(claim: Claim, lost: AbortSignal): Promise<number> {
    const { ledger, people, clock, logger, reached, timing } = this.#options;
    const { issuance } = claim;
    const parked = await ledger.parkAbandoned(claim);
    if (parked > 0) {
      logger.error({ issuanceId: issuance.id, parked }, 'a sender vanished; its chunks are parked');
    }
    if (issuance.status !== 'RUNNING') {
      await ledger.startResolving(claim);
      reached('resolving');
      const recipients = await ledger.recipientsOf(issuance.id);
      const resolutions = await resolveRecipients(issuance, recipients, people);
      if (!(await ledger.plan(claim, resolutions, timing.chunkSize))) return 0;
      reached('planned');
    }
    while (!lost.aborted && !this.#stopping.signal.aborted) {
      const chunk = await ledger.nextReadyChunk(issuance.id);
      if (!chunk) break;
      const settlement = await this.#send(claim, chunk);
      if (!settlement) break;
      if (settlement.kind === 'again') {
        logger.warn(
          { issuanceId: issuance.id, reason: settlement.reason },
          'not sent; trying again',
        );
        const { retryAfterMs = pauseAfter(issuance.attempts) } = settlement;
        return Math.min(retryAfterMs, maxAskedPauseMs);
      }
    }
    await ledger.finish(issuance.id, clock.nowMs());
    reached('finished');
    return 0;
  }

  /** Sends one chunk, once; undefined if it was not ours to send any more. */
  async #send(claim: Claim, chunk: Chunk): Promise<Settlement | undefined> {
    const { ledger, pluvo, clock, logger, reached, onIssued, timing } = this.#options;
    const { issuance } = claim;
    const sendByMs = clock.monotonicMs() + timing.sendWindowMs;
    if (!(await ledger.beginSend(claim, chunk))) return undefined;
    reached('intent-written');
    const { certificateId, title, trainingId, issueDate } = issuance;
    const sending = pluvo.generateCertificate(
      { certificateId, title, trainingId, issueDate, userIds: chunk.pluvoUserIds },
      { sendByMs, priority: priorityOf(chunk) },
    );
    reached('in-flight');
    const settlement = settle(await sending, chunk.pluvoUserIds);
    reached('answered');
    await this.#record(issuance.id, chunk, settlement);
    reached('recorded');
    if (settlement.kind === 'settled') {
      const { alarm, unknown, issued } = settlement;
      if (alarm) logger.error({ issuanceId: issuance.id, chunk: chunk.number }, alarm);
      await onIssued([...issued, ...unknown]);
    }
    return settlement;
  }

  async #record(id: string, chunk: Chunk, settlement: Settlement): Promise<void> {
    const { ledger, clock, sleep, logger } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await ledger.record(id, chunk, settlement, clock.nowMs());
        return;
      } catch (error) {
        if (attempt === recordAttempts) throw error;
        logger.error({ err: error, issuanceId: id }, 'a result could not be written; trying again');
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

/** 250 ms, twice as long after every failure in a row, at most a minute. */
function pauseAfter(failures: number): number {
  return Math.min(250 * 2 ** Math.min(failures, 16), maxPauseMs);
}

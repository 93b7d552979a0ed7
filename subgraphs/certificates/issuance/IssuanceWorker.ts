import { randomUUID } from 'node:crypto';
import type { People } from '../people.js';
import { ChunkSender, type ChunkSenderOptions, type SendTiming } from './ChunkSender.js';
import type { Claim } from './Ledger.js';
import { pauseAfter } from './pauseAfter.js';
import { resolveRecipients } from './resolve.js';

export interface IssuanceWorkerOptions extends ChunkSenderOptions {
  readonly people: People;
  readonly timing: IssuanceTiming;
}

export interface IssuanceTiming extends SendTiming {
  /** Users in one call of Pluvo's mutation. */
  readonly chunkSize: number;
  /** How long a worker that is silent is believed to be at work. */
  readonly leaseMs: number;
  /** How often the worker looks for issuances that others left. */
  readonly pollMs: number;
}

/** Issuances that nobody asks for any more and that one worker drives at the same time. */
const resumedAtOnce = 20;
/** A longer wait than this is a mistake of whoever asks for it, and must not leave an issuance open for ever. */
const maxAskedPauseMs = 3_600_000;

/**
 * Drives issuances to their end: looks people up, pins who is sent for, sends chunk by chunk and writes down what came
 * of it. Any worker may go on where another stopped; the ledger decides who does.
 */
export class IssuanceWorker {
  readonly #options: IssuanceWorkerOptions;
  readonly #sender: ChunkSender;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  /** Counted apart: callers, however many, must not keep this worker from what others left. */
  readonly #resumed = new Set<string>();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: IssuanceWorkerOptions) {
    this.#options = options;
    this.#sender = new ChunkSender(options);
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
      const settlement = await this.#sender.send(claim, chunk);
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
}

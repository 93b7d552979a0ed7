import type { Clock, Sleep } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/log.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { People } from '../people.js';
import type { Rules } from './chunk/rules.js';
import { ChunkSender } from './ChunkSender.js';
import type { Reached } from './failPoint.js';
import { IssuanceTurn, type Setback } from './IssuanceTurn.js';
import { Lane } from './Lane.js';
import { Lease } from './Lease.js';
import type { Claim, IssuanceRecord, Ledger } from './Ledger.js';
import type { LedgerClock } from './LedgerClock.js';
import type { Observe } from './observe.js';
import { Pace } from './Pace.js';
import { pauseAfter } from './pauseAfter.js';
import { Reconciler } from './Reconciler.js';

export interface IssuanceWorkerOptions {
  readonly ledger: Ledger;
  readonly ledgerClock: LedgerClock;
  readonly pluvo: Pick<PluvoClient, 'generateCertificate' | 'portfolioItems'>;
  readonly people: People;
  readonly rules: Rules;
  readonly timing: IssuanceTiming;
  /** Told whose portfolios have changed, before the ledger tells of it. Never rejects, whatever becomes of the cache. */
  readonly onIssued: (pluvoUserIds: readonly string[]) => Promise<void>;
  readonly observe: Observe;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly reached: Reached;
}

export interface IssuanceTiming {
  /** Users in one call of Pluvo's mutation. */
  readonly chunkSize: number;
  /** Calls that one issuance may have under way. */
  readonly callsAtOnce: number;
  /** How long a worker that is silent is believed to be at work. */
  readonly leaseMs: number;
  /** How often the worker looks for issuances that are due. */
  readonly pollMs: number;
  /** How long after its intent was written a chunk may set out. */
  readonly sendWindowMs: number;
  /** Dates in portfolios that differ by less are the same. */
  readonly datePrecisionMs: number;
}

/** Issuances that one process works on at a time. Small ones never wait for large ones. */
const laneWidths = { small: 32, bulk: 4 };
/** A longer wait than this is a mistake of whoever asks for it, and must not leave an issuance open for ever. */
const maxAskedPauseMs = 3_600_000;
/** How long a chunk may wait for its turn at Pluvo, which is kept at its rate. */
const turnMs = 20_000;
/** After this another issuance may have its turn. */
const turnLengthMs = 60_000;
const clockCheckMs = 30_000;

/**
 * Drives issuances to their end. Any worker may go on where another stopped: the ledger decides who does, by one
 * statement, and for as long as its lease is renewed.
 */
export class IssuanceWorker {
  readonly #options: IssuanceWorkerOptions;
  readonly #sender: ChunkSender;
  readonly #reconciler: Reconciler;
  readonly #pace: Pace;
  readonly #stopping = new AbortController();
  readonly #lanes = { small: new Lane(laneWidths.small), bulk: new Lane(laneWidths.bulk) };
  /** Turns of this process, by the issuance. */
  readonly #working = new Map<string, Promise<void>>();
  #loops: readonly Promise<void>[] = [];

  constructor(options: IssuanceWorkerOptions) {
    const { timing } = options;
    this.#options = options;
    this.#sender = new ChunkSender({ ...options, timing: { ...timing, turnMs } });
    this.#reconciler = new Reconciler({ ...options, datePrecisionMs: timing.datePrecisionMs });
    this.#pace = new Pace(timing.callsAtOnce);
  }

  /** Begins to look for issuances that are due. */
  start(): void {
    const { small, bulk } = this.#lanes;
    this.#loops = [
      this.#lookForWork(small, false),
      this.#lookForWork(bulk, true),
      this.#keepTime(),
    ];
  }

  /** Starts nothing new, waits for the calls in flight and gives its leases back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await Promise.all(this.#working.values());
  }

  /**
   * Goes on with an issuance at once if there is room and nobody else does; otherwise its turn comes. Resolves when this
   * worker has nothing to do for it now. Never rejects.
   */
  async drive({ id, isBulk }: Pick<IssuanceRecord, 'id' | 'isBulk'>): Promise<void> {
    const working = this.#working.get(id);
    if (working) return working;
    const lane = isBulk ? this.#lanes.bulk : this.#lanes.small;
    if (!this.#stopping.signal.aborted && lane.tryEnter()) await this.#claimAndWork(lane, { id });
  }

  /** Claims what has been due for longest, for as long as this process runs. */
  async #lookForWork(lane: Lane, isBulk: boolean): Promise<void> {
    const { sleep, timing } = this.#options;
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      if (!lane.tryEnter()) {
        await Promise.race([sleep(timing.pollMs, stopping), lane.freed()]);
        continue;
      }
      const lease = await this.#claim({ isBulk });
      if (lease) {
        void this.#work(lane, lease);
      } else {
        lane.leave();
        await sleep(timing.pollMs, stopping);
      }
    }
  }

  async #keepTime(): Promise<void> {
    const { ledgerClock, sleep, logger } = this.#options;
    while (!this.#stopping.signal.aborted) {
      await sleep(clockCheckMs, this.#stopping.signal);
      await ledgerClock.ask().catch((error: unknown) => {
        logger.warn({ err: error }, 'the ledger cannot be asked for the time');
      });
    }
  }

  async #claimAndWork(lane: Lane, which: { id: string }): Promise<void> {
    const lease = await this.#claim(which);
    if (lease) await this.#work(lane, lease);
    else lane.leave();
  }

  async #claim(which: { id: string } | { isBulk: boolean }): Promise<Lease | undefined> {
    const { ledger, ledgerClock, clock, logger, newId, timing } = this.#options;
    try {
      await ledgerClock.known();
      const askedAtMs = clock.monotonicMs();
      const lease = {
        token: newId(),
        nowMs: ledgerClock.nowMs(),
        untilMs: ledgerClock.latestMs() + timing.leaseMs,
      };
      const claim = await ledger.claim(which, lease);
      if (!claim) return undefined;
      return new Lease(claim, askedAtMs, { ...this.#options, leaseMs: timing.leaseMs });
    } catch (error) {
      logger.warn({ err: error }, 'the ledger cannot be asked for work; asking again soon');
      return undefined;
    }
  }

  /** Never rejects. */
  #work(lane: Lane, lease: Lease): Promise<void> {
    const { id } = lease.claim.issuance;
    const working = this.#turn(lease).finally(() => {
      // It may have taken the issuance over from itself.
      if (this.#working.get(id) === working) this.#working.delete(id);
      lane.leave();
    });
    this.#working.set(id, working);
    return working;
  }

  async #turn(lease: Lease): Promise<void> {
    const { ledger, logger, reached } = this.#options;
    const { claim } = lease;
    const issuanceId = claim.issuance.id;
    let setback: Setback | undefined;
    try {
      setback = await new IssuanceTurn(lease, this.#turnOptions()).run();
      if (setback) logger.warn({ issuanceId, reason: setback.reason }, 'put off');
    } catch (error) {
      logger.error({ err: error, issuanceId }, 'an issuance was left for later');
      setback = { reason: 'a fault', retryAfterMs: undefined };
    }
    await lease.end();
    await ledger.release(claim, this.#next(claim, setback)).catch((error: unknown) => {
      logger.warn({ err: error, issuanceId }, 'a lease could not be given back; it will run out');
    });
    reached('finished');
  }

  #turnOptions() {
    const { timing } = this.#options;
    return {
      ...this.#options,
      sender: this.#sender,
      reconciler: this.#reconciler,
      pace: this.#pace,
      chunkSize: timing.chunkSize,
      lengthMs: turnLengthMs,
      stopping: this.#stopping.signal,
    };
  }

  /** When to go on: at once, or after a pause if something stood in the way. */
  #next({ issuance }: Claim, setback: Setback | undefined) {
    if (!setback) return { notBeforeMs: 0, setbacks: 0 };
    const { retryAfterMs = pauseAfter(issuance.setbacks) } = setback;
    const pauseMs = Math.min(retryAfterMs, maxAskedPauseMs);
    const { ledgerClock } = this.#options;
    return { notBeforeMs: ledgerClock.nowMs() + pauseMs, setbacks: issuance.setbacks + 1 };
  }
}

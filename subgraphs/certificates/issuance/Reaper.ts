import type { Sleep } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/log.js';
import type { Ledger } from './Ledger.js';

export interface ReaperOptions {
  readonly ledger: Pick<Ledger, 'bury' | 'forget' | 'nowMs'>;
  /** Days after its end for which an issuance is kept in full. */
  readonly keepDays: number;
  /** Days after its end for which its request ID and counts are kept. */
  readonly keepCountsDays: number;
  readonly sleep: Sleep;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly logger: Logger;
  /** Told how many issuances were forgotten or buried, for metrics. */
  readonly onReaped: (what: Reaped, issuances: number) => void;
}

export type Reaped = 'forgotten' | 'buried';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Issuances at a time: nobody waits for long for the ledger, and other replicas may take the next ones. */
const batchSize = 10;

/**
 * Forgets what ended long ago: first the recipients, later the request ID. Every replica has one, at times of its own;
 * whatever one leaves, another does.
 */
export class Reaper {
  readonly #options: ReaperOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: ReaperOptions) {
    this.#options = options;
  }

  /** Reaps about once an hour, for the first time within minutes: processes that live for less than an hour reap too. */
  start(): void {
    this.#loop = this.#reapForEver();
  }

  /** Waits for the batch that is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #reapForEver(): Promise<void> {
    const { sleep, random, logger } = this.#options;
    const { signal } = this.#stopping;
    await sleep(random() * 0.1 * hourMs, signal);
    while (!signal.aborted) {
      await this.reap().catch((error: unknown) => {
        logger.warn({ err: error }, 'what ended long ago could not be forgotten; trying again');
      });
      await sleep((0.5 + random()) * hourMs, signal);
    }
  }

  /** Forgets and buries all that is due now. Rejects with what the ledger throws. */
  async reap(): Promise<void> {
    const { ledger, keepDays, keepCountsDays } = this.#options;
    const nowMs = await ledger.nowMs();
    await this.#inBatches('forgotten', () =>
      ledger.forget(nowMs - keepDays * dayMs, nowMs, batchSize),
    );
    await this.#inBatches('buried', () => ledger.bury(nowMs - keepCountsDays * dayMs, batchSize));
  }

  async #inBatches(what: Reaped, batch: () => Promise<number>): Promise<void> {
    const { logger, onReaped } = this.#options;
    let all = 0;
    let done = Infinity;
    while (done > 0 && !this.#stopping.signal.aborted) {
      done = await batch();
      all += done;
      if (done > 0) onReaped(what, done);
    }
    if (all > 0) logger.info({ issuances: all }, `${what}: issuances that ended long ago`);
  }
}

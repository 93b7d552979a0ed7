import type { Logger } from '../../../platform/log.js';
import type { Ledger } from './Ledger.js';

export interface ReaperOptions {
  readonly ledger: Pick<Ledger, 'bury' | 'forget' | 'nowMs'>;
  /** Days after its end for which an issuance is kept in full. */
  readonly keepDays: number;
  /** Days after its end for which its request ID and counts are kept. */
  readonly keepCountsDays: number;
  readonly logger: Logger;
  /** Told how many issuances were forgotten or buried, for metrics. */
  readonly onReaped: (what: Reaped, issuances: number) => void;
}

export type Reaped = 'forgotten' | 'buried';

const dayMs = 86_400_000;
/** Issuances at a time: nobody waits for long for the ledger, and other replicas may take the next ones. */
const batchSize = 10;

/**
 * Forgets what ended long ago: first the recipients, later the request ID. Every replica does; whatever one leaves,
 * another takes.
 */
export class Reaper {
  readonly #options: ReaperOptions;

  constructor(options: ReaperOptions) {
    this.#options = options;
  }

  /** Forgets and buries all that is due now, or until it is aborted. Rejects with what the ledger throws. */
  async reap(signal?: AbortSignal): Promise<void> {
    const { ledger, keepDays, keepCountsDays } = this.#options;
    const nowMs = await ledger.nowMs();
    await this.#inBatches('forgotten', signal, () =>
      ledger.forget(nowMs - keepDays * dayMs, nowMs, batchSize),
    );
    await this.#inBatches('buried', signal, () =>
      ledger.bury(nowMs - keepCountsDays * dayMs, batchSize),
    );
  }

  async #inBatches(
    what: Reaped,
    signal: AbortSignal | undefined,
    batch: () => Promise<number>,
  ): Promise<void> {
    const { logger, onReaped } = this.#options;
    let all = 0;
    let done = Infinity;
    while (done > 0 && !signal?.aborted) {
      done = await batch();
      all += done;
      if (done > 0) onReaped(what, done);
    }
    if (all > 0) logger.info({ issuances: all }, `${what}: issuances that ended long ago`);
  }
}

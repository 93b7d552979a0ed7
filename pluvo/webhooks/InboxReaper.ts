import type { Clock, Sleep } from '../../platform/clock.js';
import type { Logger } from '../../platform/log.js';
import type { Inbox } from './Inbox.js';

export interface InboxReaperOptions {
  readonly inbox: Pick<Inbox, 'forget'>;
  readonly horizonMs: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly logger: Logger;
}

const hourMs = 3_600_000;
/**
 * Kept for a day longer than the horizon: whatever clocks differ by, a body that is no longer known is one that is
 * ignored, because it was sent before the horizon.
 */
const slackMs = 86_400_000;
/** At a time: nobody waits for long for the database. */
const batchSize = 500;

/** Forgets webhooks of which no retry can come any more. Every replica has one, at times of its own. */
export class InboxReaper {
  readonly #options: InboxReaperOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: InboxReaperOptions) {
    this.#options = options;
  }

  /** Reaps about once an hour, for the first time within minutes. */
  start(): void {
    this.#loop = this.#reapForEver();
  }

  /** Waits for the batch that is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Forgets all that is due now. */
  async reap(): Promise<void> {
    const { inbox, horizonMs, clock, logger } = this.#options;
    const receivedBeforeMs = clock.nowMs() - horizonMs - slackMs;
    let all = 0;
    let done = batchSize;
    while (done === batchSize && !this.#stopping.signal.aborted) {
      done = await inbox.forget(receivedBeforeMs, batchSize);
      all += done;
    }
    if (all > 0) logger.info({ webhooks: all }, 'forgotten: webhooks that came long ago');
  }

  async #reapForEver(): Promise<void> {
    const { sleep, random, logger } = this.#options;
    const { signal } = this.#stopping;
    await sleep(random() * 0.1 * hourMs, signal);
    while (!signal.aborted) {
      await this.reap().catch((error: unknown) => {
        logger.warn({ err: error }, 'old webhooks could not be forgotten; trying again');
      });
      await sleep((0.5 + random()) * hourMs, signal);
    }
  }
}

import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/log.js';
import type { Inbox } from './Inbox.js';

export interface InboxReaperOptions {
  readonly inbox: Pick<Inbox, 'forget'>;
  readonly horizonMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Kept for a day longer than the horizon: whatever clocks differ by, a body that is no longer known is one that is
 * ignored, because it was sent before the horizon.
 */
const slackMs = 86_400_000;
/** At a time: nobody waits for long for the database. */
const batchSize = 500;

/** Forgets webhooks of which no retry can come any more. Every replica does. */
export class InboxReaper {
  readonly #options: InboxReaperOptions;

  constructor(options: InboxReaperOptions) {
    this.#options = options;
  }

  /** Forgets all that is due now, or until it is aborted. */
  async reap(signal?: AbortSignal): Promise<void> {
    const { inbox, horizonMs, clock, logger } = this.#options;
    const receivedBeforeMs = clock.nowMs() - horizonMs - slackMs;
    let all = 0;
    let done = batchSize;
    while (done === batchSize && !signal?.aborted) {
      done = await inbox.forget(receivedBeforeMs, batchSize);
      all += done;
    }
    if (all > 0) logger.info({ webhooks: all }, 'forgotten: webhooks that came long ago');
  }
}

import { randomUUID } from 'node:crypto';
import type { Clock, Sleep } from '../../platform/clock.js';
import { redact, type Logger } from '../../platform/log.js';
import type { Claimed, Ending, Inbox, Result } from './Inbox.js';
import { readWebhook, type WebhookEvent } from './readWebhook.js';

/** Does what an event asks for; what it rejects with is a reason to try again. It may run twice for one event. */
export type HandleWebhook = (event: WebhookEvent) => Promise<Ending>;

export interface InboxWorkerOptions {
  readonly inbox: Inbox;
  readonly handle: HandleWebhook;
  readonly horizonMs: number;
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  /** Told of each webhook about which nothing more is done. */
  readonly onEnded: (ending: Ending, lagMs: number) => void;
  /** Told between claiming and handling. */
  readonly onClaimed?: (() => void) | undefined;
}

/** Handled side by side: enough for a burst, and few connections to the database. */
const mostAtOnce = 20;
/** How often it looks for what another replica left, or what is due again. */
const pollMs = 1_000;
const firstPauseMs = 1_000;
const longestPauseMs = 900_000;
/** With these pauses about a day; whoever looks at the log finds what failed for so long. */
const mostAttempts = 100;

/** Processes what the inbox holds, whichever replica received it. An event is a hint: handling it twice does no harm. */
export class InboxWorker {
  readonly #options: InboxWorkerOptions;
  readonly #stopping = new AbortController();
  #woken = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: InboxWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#workForEver();
  }

  /** There may be something new. */
  wake(): void {
    this.#woken.abort();
  }

  /** Waits for what is being handled. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Claims and handles what is due, once. @returns how many it were. */
  async work(): Promise<number> {
    const { inbox, clock, leaseMs, logger, onEnded, onClaimed } = this.#options;
    const nowMs = clock.nowMs();
    const token = randomUUID();
    const claimed = await inbox.claim(mostAtOnce, { token, nowMs, untilMs: nowMs + leaseMs });
    if (claimed.length === 0) return 0;
    onClaimed?.();
    const results = await Promise.all(claimed.map((each) => this.#resultOf(each)));
    const endedAtMs = clock.nowMs();
    await inbox.record(token, results, endedAtMs);
    for (const [index, result] of results.entries()) {
      if (result.state === 'WAITING') continue;
      const { digest, state, outcome } = result;
      onEnded(result, Math.max(0, endedAtMs - (claimed[index]?.receivedAtMs ?? endedAtMs)));
      logger.info({ digest: digest.slice(0, 12), state, outcome }, 'a webhook was processed');
    }
    return claimed.length;
  }

  async #workForEver(): Promise<void> {
    const { sleep, logger } = this.#options;
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      // Before it looks: what comes while it looks wakes it as well.
      this.#woken = new AbortController();
      const done = await this.work().catch((error: unknown) => {
        logger.warn({ err: error }, 'webhooks could not be processed; trying again soon');
        return 0;
      });
      if (done === 0) await sleep(pollMs, AbortSignal.any([stopping, this.#woken.signal]));
    }
  }

  async #resultOf({ digest, body, attempts }: Claimed): Promise<Result> {
    const { handle, horizonMs, clock, logger } = this.#options;
    const event = readWebhook(body);
    // It was read when it came; only a version of this program that reads otherwise could see it differently.
    if (!event) return { digest, state: 'FAILED', outcome: 'malformed' };
    if (event.sentAtMs !== undefined && event.sentAtMs < clock.nowMs() - horizonMs) {
      return { digest, state: 'IGNORED', outcome: 'too-old' };
    }
    try {
      return { digest, ...(await handle(event)) };
    } catch (error) {
      const reason = redact(error instanceof Error ? error.message : String(error));
      const shown = { digest: digest.slice(0, 12), event: event.event, attempts, reason };
      if (attempts >= mostAttempts) {
        logger.error(shown, 'a webhook could not be processed for a day, and is given up');
        return { digest, state: 'FAILED', outcome: 'failed' };
      }
      logger.warn(shown, 'a webhook could not be processed; it is tried again');
      const pauseMs = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
      return { digest, state: 'WAITING', dueAtMs: clock.nowMs() + pauseMs, outcome: reason };
    }
  }
}

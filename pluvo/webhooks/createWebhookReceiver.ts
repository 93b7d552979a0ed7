import type { Clock, Sleep } from '../../platform/clock.js';
import type { HttpApp } from '../../platform/http/createHttpApp.js';
import type { Running } from '../../platform/lifecycle.js';
import type { Logger } from '../../platform/log.js';
import type { Database } from '../../platform/sql/openDatabase.js';
import { startHourly } from '../../platform/startHourly.js';
import type { WebhookConfig } from './config.js';
import { InboxReaper } from './InboxReaper.js';
import { InboxWorker, type HandleWebhook } from './InboxWorker.js';
import { serveWebhooks } from './serveWebhooks.js';
import { SqlInbox } from './sql/SqlInbox.js';
import type { WebhookTables } from './sql/webhookTable.js';
import type { WebhookMetrics } from './WebhookMetrics.js';

/** What a subgraph needs to receive webhooks, besides its tables and what it does about them. */
export interface WebhookOptions {
  readonly config: WebhookConfig;
  readonly metrics: WebhookMetrics;
  readonly sleep: Sleep;
}

export interface WebhookReceiver extends Running {
  /** Adds the route; none if there is no key. */
  serve(app: HttpApp): void;
}

const dayMs = 86_400_000;

/** Receives webhooks into the inbox of a database, and processes them there. Without a key it does nothing. */
export async function createWebhookReceiver(options: {
  /** Names the inbox in metrics. */
  readonly name: string;
  readonly database: Database<WebhookTables>;
  /** Absent: nothing is received. */
  readonly webhooks: WebhookOptions | undefined;
  readonly handle: HandleWebhook;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests only: told between claiming and handling. */
  readonly onClaimed?: () => void;
}): Promise<WebhookReceiver> {
  const { name, database, webhooks, handle, clock, logger, onClaimed } = options;
  const keys = webhooks?.config.webhookKeys;
  if (!webhooks || !keys) return { serve: () => undefined, stop: () => Promise.resolve() };
  const { config, metrics, sleep } = webhooks;
  const inbox = new SqlInbox(database);
  // A file has one process: whoever claimed something is dead.
  if (database.engine === 'sqlite') await inbox.releaseAll();
  metrics.watch(name, inbox);
  const shared = { inbox, horizonMs: config.webhookHorizonDays * dayMs, clock, logger };
  const worker = new InboxWorker({
    ...{ ...shared, sleep, handle, onClaimed, leaseMs: config.webhookLeaseMs },
    onEnded: ({ outcome }, lagMs) => {
      metrics.countProcessed(name, outcome, lagMs);
    },
  });
  const reaper = new InboxReaper(shared);
  worker.start();
  const reaping = startHourly({
    ...{ sleep, random: Math.random },
    work: (signal) => reaper.reap(signal),
    onFailed(error) {
      logger.warn({ err: error }, 'old webhooks could not be forgotten; trying again');
    },
  });
  return {
    serve(app) {
      serveWebhooks(app, {
        ...{ inbox, keys, clock, sleep, logger },
        onReceived: (reception) => {
          metrics.countReceived(name, reception);
        },
        onAnswered: () => {
          worker.wake();
        },
      });
    },
    stop: async () => {
      await Promise.all([worker.stop(), reaping.stop()]);
    },
  };
}

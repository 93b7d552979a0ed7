import { Writable } from 'node:stream';
import { systemSleep } from '../../../platform/clock.js';
import { createHttpApp } from '../../../platform/http/createHttpApp.js';
import { listen } from '../../../platform/http/listen.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { createWebhookReceiver } from '../../../pluvo/webhooks/createWebhookReceiver.js';
import type { HandleWebhook } from '../../../pluvo/webhooks/InboxWorker.js';
import type { WebhookEvent } from '../../../pluvo/webhooks/readWebhook.js';
import { signWebhook } from '../../../pluvo/webhooks/signWebhook.js';
import { WebhookMetrics } from '../../../pluvo/webhooks/WebhookMetrics.js';
import type { EmptyDatabase } from '../../support/engines.js';
import type { ManualClock } from '../../support/ManualClock.js';
import { openInbox } from './openInbox.js';

export const key = 'the key of these tests';

/** A process that receives webhooks and writes down which events it was given. */
export async function openReceiver(
  at: EmptyDatabase,
  options: {
    clock: ManualClock;
    keys?: string[] | undefined;
    handle?: HandleWebhook;
    horizonDays?: number;
  },
) {
  const { clock, horizonDays = 75 } = options;
  const handled: WebhookEvent[] = [];
  const database = await openInbox(at);
  const metrics = createMetrics();
  let log = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  const logger = createLogger({ name: 'tests', level: 'info', destination });
  const receiver = await createWebhookReceiver({
    ...{ name: 'tests', database, clock, logger },
    webhooks: {
      config: {
        webhookKeys: 'keys' in options ? options.keys : [key],
        webhookHorizonDays: horizonDays,
        webhookLeaseMs: 30_000,
      },
      metrics: new WebhookMetrics(metrics.registry),
      sleep: systemSleep,
    },
    handle: async (event) => {
      const ending = await options.handle?.(event);
      handled.push(event);
      return ending ?? { state: 'PROCESSED', outcome: 'done' };
    },
  });
  const app = createHttpApp({
    ...{ name: 'tests', logger, metrics, bodyLimitBytes: 8_388_608, readyChecks: [] },
  });
  receiver.serve(app);
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const url = `${listening.url}/webhooks/pluvo`;
  let stopped: Promise<void> | undefined;
  return {
    ...{ url, handled, database, metricsUrl: listening.url },
    log: () => log,
    /** Its state in the table, and why. */
    async kept() {
      return database.db
        .selectFrom('webhook')
        .select(['event', 'state', 'outcome', 'attempts'])
        .orderBy('received_at_ms')
        .execute();
    },
    /** Posts it as Pluvo does, unless headers say otherwise. */
    async post(body: string | Buffer, headers: Record<string, string> = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signWebhook(body, key, 'salt'),
          ...headers,
        },
        body,
      });
      return { status: response.status, body: await response.json() };
    },
    stop: () =>
      (stopped ??= (async () => {
        await receiver.stop();
        await listening.stop();
        await database.stop();
      })()),
  };
}

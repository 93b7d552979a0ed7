import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createHttpApp } from '../../../platform/http/createHttpApp.js';
import { listen } from '../../../platform/http/listen.js';
import { createMetrics } from '../../../platform/metrics.js';
import { serveWebhooks } from '../../../pluvo/webhooks/serveWebhooks.js';
import { signWebhook } from '../../../pluvo/webhooks/signWebhook.js';
import { ManualClock } from '../../support/ManualClock.js';

test('a database that is silent is not waited for until Pluvo gives up', async () => {
  const logger = pino({ level: 'silent' });
  const app = createHttpApp({
    ...{ name: 'tests', logger, metrics: createMetrics(), bodyLimitBytes: 1_024, readyChecks: [] },
  });
  const waitedMs: number[] = [];
  serveWebhooks(app, {
    inbox: { keep: () => new Promise(() => undefined) },
    keys: ['the key of these tests'],
    clock: new ManualClock(),
    sleep: (durationMs) => {
      waitedMs.push(durationMs);
      return Promise.resolve();
    },
    logger,
    onReceived: () => undefined,
    onAnswered: () => undefined,
  });
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const body = '{}';
  const headers = signWebhook(body, 'the key of these tests', 'salt');
  const answer = await fetch(`${listening.url}/webhooks/pluvo`, { method: 'POST', headers, body });
  expect(answer.status).toBe(503);
  expect(waitedMs).toEqual([5_000]);
  await listening.stop();
});

import type { FastifyError } from 'fastify';
import type { Clock, Sleep } from '../../platform/clock.js';
import type { HttpApp } from '../../platform/http/createHttpApp.js';
import type { Logger } from '../../platform/log.js';
import { WebhookError } from './errors.js';
import type { Delivery, Inbox } from './Inbox.js';
import { receiveWebhook } from './receiveWebhook.js';
import type { Reception } from './WebhookMetrics.js';

/** Many times what an event takes. */
const mostBytes = 262_144;
/** Pluvo waits for 30 s. A database that is silent for so long is away: better said now, so that Pluvo tries again. */
const keepWithinMs = 5_000;

export interface ServeWebhooksOptions {
  readonly inbox: Pick<Inbox, 'keep'>;
  readonly keys: readonly string[];
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly onReceived: (reception: Reception) => void;
  /** Told once the sender has been answered. */
  readonly onAnswered: () => void;
}

/** Serves POST /webhooks/pluvo: what is signed is kept and answered at once, and processed afterwards. */
export function serveWebhooks(app: HttpApp, options: ServeWebhooksOptions): void {
  const { keys, clock, logger, onReceived, onAnswered } = options;
  void app.register((scope, _options, done) => {
    // What is signed are the bytes, whatever they are declared to be.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler<FastifyError>((error) => {
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') onReceived('too-large');
      throw error;
    });
    scope.addHook('onResponse', (_request, _reply, answered) => {
      onAnswered();
      answered();
    });

    scope.post('/webhooks/pluvo', { bodyLimit: mostBytes }, async ({ headers, body }) => {
      const posted = {
        body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        signature: headers['x-signature'],
        salt: headers['x-signature-salt'],
      };
      const delivery = receiveWebhook(posted, keys, clock.nowMs());
      if (!delivery) {
        onReceived('forged');
        throw new WebhookError(
          'WEBHOOK_FORGED',
          'Expected the headers x-signature and x-signature-salt to be made of this body with a key of this installation; they are not.',
        );
      }
      const isNew = await keepInTime(delivery, options);
      if (isNew && delivery.ended) {
        logger.error(
          { digest: delivery.digest.slice(0, 12) },
          'a webhook is signed by Pluvo and is no JSON object: it is kept, and nothing is done about it',
        );
      }
      onReceived(!isNew ? 'repeated' : delivery.ended ? 'malformed' : 'kept');
      return { status: isNew ? 'kept' : 'known' };
    });
    done();
  });
}

/** @throws WebhookError WEBHOOK_NOT_KEPT; if it was written all the same, what Pluvo sends again is known then. */
async function keepInTime(
  delivery: Delivery,
  { inbox, sleep, logger, onReceived }: ServeWebhooksOptions,
): Promise<boolean> {
  const settled = new AbortController();
  const late = sleep(keepWithinMs, settled.signal).then(() => {
    throw new Error(`The inbox was not written within ${String(keepWithinMs)} ms.`);
  });
  try {
    return await Promise.race([inbox.keep(delivery), late]);
  } catch (error) {
    onReceived('not-kept');
    logger.error({ err: error }, 'a webhook could not be kept; Pluvo sends it again');
    throw new WebhookError(
      'WEBHOOK_NOT_KEPT',
      'Expected to keep the webhook; the inbox cannot be written. Send it again.',
      error,
    );
  } finally {
    late.catch(() => undefined);
    settled.abort();
  }
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { IdeTab } from '../gateway/ide/serveIde.js';
import type { Closings } from '../platform/lifecycle.js';
import type { Logger } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import type { SandboxConfig } from '../pluvo/sandbox/config.js';
import { createSandbox } from '../pluvo/sandbox/createSandbox.js';
import { wellKnownPeople } from '../pluvo/sandbox/people/wellKnownPeople.js';
import { firstOperations } from './firstOperations.js';
import { webhookParts, webhookPath } from './serveWebhooks.js';

/** The sandbox beside us, and how to talk to it as if it were an organization's Pluvo. */
export interface PretendPluvo {
  readonly access: { pluvoUrl: string; pluvoClientId: string; pluvoClientSecret: string };
  /** The person on whose behalf everybody asks. */
  readonly me: string;
  readonly operations: readonly IdeTab[];
  /** With which it signs its webhooks: another one at each start. */
  readonly webhookKey: string;
  /** Lets it send its webhooks to the process that listens here. */
  subscribe(url: string): void;
}

/**
 * What the sandbox tells each part. Not PORTFOLIO_ITEM_CREATED: whatever we issue ourselves would come back once for each
 * person, and what the sandbox issues by itself is announced as achieved too.
 */
const told = {
  users: ['USER_CREATED', 'USER_UPDATED', 'USER_DELETED'],
  certificates: ['EVENT_CERTIFICATE_ACHIEVED'],
} as const;

export async function startPretendPluvo(
  config: SandboxConfig,
  options: { host: string; folder: string; requestId: string; logger: Logger; metrics: Metrics },
  closings: Closings,
): Promise<PretendPluvo> {
  const { host, folder, requestId, logger, metrics } = options;
  const sandbox = createSandbox({
    ...config,
    file: config.file ?? join(folder, 'sandbox.jsonl'),
    logger,
    metrics,
  });
  const listening = await sandbox.listen({ host, port: config.port });
  closings.add(() => listening.stop());
  const [ada, grace] = wellKnownPeople;
  const webhookKey = randomBytes(32).toString('hex');
  return {
    access: {
      pluvoUrl: listening.url,
      pluvoClientId: config.clientId,
      pluvoClientSecret: config.clientSecret,
    },
    me: ada.email,
    operations: firstOperations({
      certificateId: sandbox.firstCertificateId,
      emails: [ada.email, grace.email],
      requestId,
    }),
    webhookKey,
    subscribe(url) {
      for (const part of webhookParts) {
        const events = [...told[part]];
        sandbox.webhooks.subscribe({ url: url + webhookPath(part), key: webhookKey, events });
      }
    },
  };
}

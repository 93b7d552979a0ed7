import { join } from 'node:path';
import type { IdeTab } from '../gateway/ide/serveIde.js';
import type { Closings } from '../platform/lifecycle.js';
import type { Logger } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import type { SandboxConfig } from '../pluvo/sandbox/config.js';
import { createSandbox } from '../pluvo/sandbox/createSandbox.js';
import { wellKnownPeople } from '../pluvo/sandbox/people/wellKnownPeople.js';
import { firstOperations } from './firstOperations.js';

/** The sandbox beside us, and how to talk to it as if it were an organization's Pluvo. */
export interface PretendPluvo {
  readonly access: { pluvoUrl: string; pluvoClientId: string; pluvoClientSecret: string };
  /** The person on whose behalf everybody asks. */
  readonly me: string;
  readonly operations: readonly IdeTab[];
}

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
  };
}

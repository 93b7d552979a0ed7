import type { Environment } from '../../platform/config.js';
import type { Listening } from '../../platform/http/listen.js';
import { createProcessLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import { readSandboxConfig } from './config.js';
import { createSandbox } from './createSandbox.js';

/**
 * Starts the sandbox as a process of its own.
 * @param args flags: --users N --certificates N --seed TEXT --port N --latency-ms N
 */
export async function startSandbox(
  environment: Environment,
  args: readonly string[],
): Promise<Listening> {
  const config = readSandboxConfig(environment, args);
  const logger = createProcessLogger('sandbox', config);
  const sandbox = createSandbox({ ...config, logger, metrics: createMetrics() });
  const { host, port, users, certificates, seed } = config;
  const listening = await sandbox.listen({ host, port });
  logger.info({ url: listening.url, users, certificates, seed }, 'the sandbox is listening');
  return listening;
}

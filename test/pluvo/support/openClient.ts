import { systemClock, systemSleep, type Clock } from '../../../platform/clock.js';
import { Closings } from '../../../platform/lifecycle.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics, type Metrics } from '../../../platform/metrics.js';
import type { PluvoConfig } from '../../../pluvo/config.js';
import { createGovernor } from '../../../pluvo/governor/createGovernor.js';
import { HttpPluvoClient } from '../../../pluvo/HttpPluvoClient.js';

export interface OpenClient {
  readonly client: HttpPluvoClient;
  readonly metrics: Metrics;
  readonly stop: () => Promise<void>;
}

/** The real client behind a governor of its own, as a process has them. */
export function openClient(
  config: PluvoConfig,
  options: { clock?: Clock; redisUrl?: string } = {},
): OpenClient {
  const { clock = systemClock, redisUrl } = options;
  const closings = new Closings();
  const metrics = createMetrics();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const { governor, stop } = createGovernor({
    ...{ config, redisUrl, clock, sleep: systemSleep, logger, metrics },
  });
  closings.add(stop);
  const client = new HttpPluvoClient(config, clock, governor);
  closings.add(() => client.stop());
  return { client, metrics, stop: () => closings.run() };
}

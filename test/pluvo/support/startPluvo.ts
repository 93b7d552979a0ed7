import { systemClock, type Clock } from '../../../platform/clock.js';
import { readSettings, type Environment } from '../../../platform/config.js';
import { Closings } from '../../../platform/lifecycle.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { pluvoSettings, type PluvoConfig } from '../../../pluvo/config.js';
import type { HttpPluvoClient } from '../../../pluvo/HttpPluvoClient.js';
import { createSandbox, type Sandbox } from '../../../pluvo/sandbox/createSandbox.js';
import { defaultTraits, type SandboxOptions } from '../../../pluvo/sandbox/options.js';
import { openClient } from './openClient.js';

/** A sandbox that listens, and the real client in front of it. */
export interface TestPluvo {
  readonly sandbox: Sandbox;
  readonly client: HttpPluvoClient;
  readonly config: PluvoConfig;
  readonly clock: Clock;
  /** A second call does nothing. */
  stop(): Promise<void>;
}

export interface TestPluvoOptions {
  readonly sandbox?: Partial<SandboxOptions>;
  /** Variables of the client; its address and credentials are given unless named. */
  readonly environment?: Environment;
  /** Of the client and the sandbox both. */
  readonly clock?: Clock;
}

/** The settings of a client as a process reads them. */
export function pluvoConfig(environment: Environment): PluvoConfig {
  return readSettings(pluvoSettings, {
    PLUVO_CLIENT_ID: defaultTraits.clientId,
    PLUVO_CLIENT_SECRET: defaultTraits.clientSecret,
    ...environment,
  });
}

export async function startPluvo(options: TestPluvoOptions = {}): Promise<TestPluvo> {
  const { clock = systemClock, environment } = options;
  const closings = new Closings();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const traits = { latencyMs: 0, users: 200, clock, ...options.sandbox };
  const sandbox = createSandbox({ logger, metrics: createMetrics(), ...traits });
  const listening = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  closings.add(() => listening.stop());
  const config = pluvoConfig({ PLUVO_URL: listening.url, ...environment });
  const { client, stop } = openClient(config, { clock });
  closings.add(stop);
  return { sandbox, client, config, clock, stop: () => closings.run() };
}

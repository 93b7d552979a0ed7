import type { BaseContext } from '@apollo/server';
import { systemClock, type Clock } from '../clock.js';
import { createHttpApp, type HttpApp } from '../http/createHttpApp.js';
import type { ReadyCheck, ReadyDetail } from '../http/health.js';
import { listen, type Listening } from '../http/listen.js';
import { InternalIdentity } from '../identity.js';
import { Closings, type Running } from '../lifecycle.js';
import { createProcessLogger, type Logger } from '../log.js';
import { createMetrics, type Metrics } from '../metrics.js';
import { serveGraphql } from './serveGraphql.js';
import type { Subgraph } from './Subgraph.js';

/** What a subgraph is made of, and what it needs to be ready. `stop` is called before its server stops. */
export interface SubgraphParts<Context extends BaseContext> extends Running {
  readonly subgraph: Subgraph<Context>;
  readonly readyChecks: readonly ReadyCheck[];
  readonly readyDetails?: readonly ReadyDetail[];
  /** Adds what it serves besides GraphQL. */
  serve?(app: HttpApp): void;
}

/** What every part of a process may use. Whoever opens something adds its closing. */
export interface ProcessTools {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly identity: InternalIdentity;
  readonly closings: Closings;
}

export interface SubgraphProcessConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly logFormat: 'auto' | 'json' | 'pretty';
  readonly bodyLimitBytes: number;
  readonly identitySecret: string;
}

/**
 * Runs a subgraph as a process of its own, over HTTP.
 * @param create makes the subgraph; what it opened before it failed is closed again.
 */
export async function startSubgraph<Context extends BaseContext>(
  name: string,
  config: SubgraphProcessConfig,
  create: (tools: ProcessTools) => Promise<SubgraphParts<Context>>,
): Promise<Listening> {
  const { host, port, bodyLimitBytes } = config;
  const logger = createProcessLogger(name, config);
  const metrics = createMetrics();
  const clock = systemClock;
  const identity = new InternalIdentity(config.identitySecret, clock);
  const closings = new Closings();
  try {
    const parts = await create({ logger, metrics, clock, identity, closings });
    const { subgraph, readyChecks, readyDetails } = parts;
    await subgraph.apollo.start();
    closings.add(() => subgraph.apollo.stop());
    const app = createHttpApp({
      ...{ name, logger, metrics, bodyLimitBytes, readyChecks, readyDetails },
    });
    serveGraphql(app, subgraph.apollo, ({ headers }) => subgraph.contextFrom(headers));
    parts.serve?.(app);
    const listening = await listen(app, { host, port });
    closings.add(() => listening.stop());
    // Before the server: it waits for running requests, and these may wait for work that goes on for long.
    closings.add(() => parts.stop());
    logger.info({ url: listening.url }, `the ${name} subgraph is listening`);
    return { url: listening.url, stop: () => closings.run() };
  } catch (error) {
    await closings.run();
    throw error;
  }
}

import { systemClock } from '../../platform/clock.js';
import type { Environment } from '../../platform/config.js';
import { serveGraphql } from '../../platform/graphql/serveGraphql.js';
import { createHttpApp } from '../../platform/http/createHttpApp.js';
import { listen, type Listening } from '../../platform/http/listen.js';
import { InternalIdentity } from '../../platform/identity.js';
import { Closings } from '../../platform/lifecycle.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import { openDatabase } from '../../platform/sql/openDatabase.js';
import { HttpPluvoClient } from '../../pluvo/HttpPluvoClient.js';
import { readUsersConfig } from './config.js';
import { createUsers } from './createUsers.js';
import type { UsersTables } from './directory/tables.js';

/**
 * Starts the users subgraph as a process of its own.
 * @throws ConfigError, or PlatformError STORE_UNAVAILABLE if the database cannot be reached.
 */
export async function startUsers(environment: Environment): Promise<Listening> {
  const config = readUsersConfig(environment);
  const { logLevel, logFormat, host, port, bodyLimitBytes } = config;
  const pretty = logFormat === 'pretty' || (logFormat === 'auto' && process.stdout.isTTY);
  const logger = createLogger({ name: 'users', level: logLevel, pretty });
  const metrics = createMetrics();
  const clock = systemClock;
  const closings = new Closings();
  try {
    const database = openDatabase<UsersTables>(config.databaseUrl, 'users');
    closings.add(() => database.stop());
    const pluvo = new HttpPluvoClient(config, clock);
    closings.add(() => pluvo.stop());
    const identity = new InternalIdentity(config.identitySecret, clock);
    const users = await createUsers({
      ...{ database, pluvo, identity, logger, metrics, clock },
      limits: config,
    });
    const { subgraph, readyChecks } = users;
    await subgraph.apollo.start();
    closings.add(() => subgraph.apollo.stop());
    const app = createHttpApp({ name: 'users', logger, metrics, bodyLimitBytes, readyChecks });
    serveGraphql(app, subgraph.apollo, ({ headers }) => subgraph.contextFrom(headers));
    const listening = await listen(app, { host, port });
    closings.add(() => listening.stop());
    // Before the server: it waits for running requests, and a sync may take longer than its patience.
    closings.add(() => users.stop());
    logger.info({ url: listening.url }, 'the users subgraph is listening');
    return { url: listening.url, stop: () => closings.run() };
  } catch (error) {
    await closings.run();
    throw error;
  }
}

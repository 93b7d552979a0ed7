import { systemSleep } from '../../platform/clock.js';
import type { Environment } from '../../platform/config.js';
import { startSubgraph } from '../../platform/graphql/startSubgraph.js';
import type { Listening } from '../../platform/http/listen.js';
import { openDatabase } from '../../platform/sql/openDatabase.js';
import { startDriftWatch } from '../../pluvo/drift/startDriftWatch.js';
import { createGovernor } from '../../pluvo/governor/createGovernor.js';
import { HttpPluvoClient } from '../../pluvo/HttpPluvoClient.js';
import { WebhookMetrics } from '../../pluvo/webhooks/WebhookMetrics.js';
import { readUsersConfig } from './config.js';
import { createUsers } from './createUsers.js';
import type { UsersTables } from './directory/tables.js';
import { usersOperations } from './pluvoOperations.js';

/**
 * Starts the users subgraph as a process of its own.
 * @throws ConfigError, or PlatformError STORE_UNAVAILABLE if the database cannot be reached.
 */
export async function startUsers(environment: Environment): Promise<Listening> {
  const config = readUsersConfig(environment);
  return startSubgraph('users', config, async ({ closings, ...tools }) => {
    const database = openDatabase<UsersTables>(config.databaseUrl, 'users');
    closings.add(() => database.stop());
    const { governor, stop: stopGovernor } = createGovernor({
      ...tools,
      ...{ config, redisUrl: config.redisUrl, sleep: systemSleep },
    });
    closings.add(stopGovernor);
    const pluvo = new HttpPluvoClient(config, tools.clock, governor);
    closings.add(() => pluvo.stop());
    const schemaDetail = startDriftWatch(config, {
      ...{ ...tools, pluvo, closings, operations: usersOperations },
    });
    const webhooks = {
      ...{ config, sleep: systemSleep, metrics: new WebhookMetrics(tools.metrics.registry) },
    };
    const users = await createUsers({ ...tools, database, pluvo, webhooks, limits: config });
    return { ...users, readyDetails: [schemaDetail] };
  });
}

import type { Clock } from '../../platform/clock.js';
import type { SubgraphParts } from '../../platform/graphql/startSubgraph.js';
import { Subgraph } from '../../platform/graphql/Subgraph.js';
import type { InternalIdentity } from '../../platform/identity.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { migrate } from '../../platform/sql/migrate.js';
import type { Database } from '../../platform/sql/openDatabase.js';
import type { PluvoClient } from '../../pluvo/PluvoClient.js';
import {
  createWebhookReceiver,
  type WebhookOptions,
} from '../../pluvo/webhooks/createWebhookReceiver.js';
import { createContext, type UsersContext } from './context.js';
import { migrations } from './directory/migrations.js';
import { SqlAccounts } from './directory/SqlAccounts.js';
import { SqlDirectory } from './directory/SqlDirectory.js';
import { SqlSyncStore } from './directory/SqlSyncStore.js';
import type { UsersTables } from './directory/tables.js';
import { createResolvers, type PageLimits } from './resolvers.js';
import { typeDefs } from './schema.js';
import { createSync, type SyncResult } from './sync.js';
import { onUserEvent } from './webhooks/onUserEvent.js';

export interface UsersLimits extends PageLimits {
  /** How long one syncUsers reads before it answers. */
  readonly syncBudgetMs: number;
}

/** The users subgraph, ready to serve in memory or over HTTP. */
export interface Users extends SubgraphParts<UsersContext> {
  /** Reads everybody from Pluvo, however long it takes. Rejects as syncUsers does. */
  syncAll(): Promise<SyncResult>;
  /** Whether everybody has been read from Pluvo at least once. */
  hasSynced(): Promise<boolean>;
}

/**
 * Brings the database up to date and makes the subgraph on it. Database and client stay the caller's, to be stopped
 * after this: `stop` waits for the page and the webhooks that are being read.
 */
export async function createUsers(options: {
  database: Database<UsersTables>;
  pluvo: Pick<PluvoClient, 'users'>;
  identity: InternalIdentity;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  limits: UsersLimits;
  webhooks?: WebhookOptions | undefined;
}): Promise<Users> {
  const { database, pluvo, identity, logger, metrics, clock, limits, webhooks } = options;
  await migrate(database, migrations(database.engine));
  const directory = new SqlDirectory(database);
  const store = new SqlSyncStore(database);
  // A file has one process: whoever held the lease is dead.
  if (database.engine === 'sqlite') await store.releaseLease();
  const sync = createSync({ store, pluvo, logger, clock, budgetMs: limits.syncBudgetMs });
  const subgraph = new Subgraph({
    name: 'users',
    typeDefs,
    resolvers: createResolvers({ directory, sync, clock, limits }),
    contextFor: (caller) => createContext(directory, caller),
    identity,
    logger,
    metrics,
  });
  const receiver = await createWebhookReceiver({
    ...{ name: 'users', database, webhooks, clock, logger },
    handle: onUserEvent({ accounts: new SqlAccounts(database), clock, logger }),
  });
  return {
    subgraph,
    readyChecks: [{ name: 'database', check: () => directory.ready() }],
    syncAll: () => sync.runAll(),
    hasSynced: () => store.hasFinished(),
    serve: (app) => {
      receiver.serve(app);
    },
    stop: async () => {
      await Promise.all([sync.stop(), receiver.stop()]);
    },
  };
}

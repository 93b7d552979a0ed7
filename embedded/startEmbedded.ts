import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { localCaller } from '../gateway/auth/localCaller.js';
import { createGateway } from '../gateway/createGateway.js';
import { createPlanner, defaultPlanning } from '../gateway/planning/createPlanner.js';
import { loadSupergraph, ownSupergraphFile } from '../gateway/supergraph.js';
import { createReadCache } from '../platform/cache/createReadCache.js';
import { systemClock, systemSleep } from '../platform/clock.js';
import type { Environment } from '../platform/config.js';
import { runInMemory } from '../platform/graphql/runInMemory.js';
import type { Listening } from '../platform/http/listen.js';
import { InternalIdentity } from '../platform/identity.js';
import { Closings } from '../platform/lifecycle.js';
import { createProcessLogger } from '../platform/log.js';
import { createMetrics } from '../platform/metrics.js';
import { openDatabase } from '../platform/sql/openDatabase.js';
import type { PluvoConfig } from '../pluvo/config.js';
import { startDriftWatch } from '../pluvo/drift/startDriftWatch.js';
import { createGovernor } from '../pluvo/governor/createGovernor.js';
import { HttpPluvoClient } from '../pluvo/HttpPluvoClient.js';
import { WebhookMetrics } from '../pluvo/webhooks/WebhookMetrics.js';
import { createCertificates } from '../subgraphs/certificates/createCertificates.js';
import type { LedgerTables } from '../subgraphs/certificates/issuance/sql/tables.js';
import { pluvoSchemaTag } from '../subgraphs/certificates/pages/pluvoSchemaTag.js';
import { certificatesOperations } from '../subgraphs/certificates/pluvoOperations.js';
import { createUsers } from '../subgraphs/users/createUsers.js';
import type { UsersTables } from '../subgraphs/users/directory/tables.js';
import { usersOperations } from '../subgraphs/users/pluvoOperations.js';
import { readEmbeddedConfig } from './config.js';
import { serveWebhooks } from './serveWebhooks.js';
import { startPretendPluvo } from './startPretendPluvo.js';
import { startScreen } from './startScreen.js';

/** This mode knows no callers, so nobody from elsewhere may reach it. */
const host = '127.0.0.1';

/**
 * Runs the whole graph in one process: subgraphs in memory, SQLite, and the sandbox unless PLUVO_URL names a Pluvo.
 * @param print shows the start screen once everything runs.
 * @throws ConfigError
 */
export async function startEmbedded(
  environment: Environment,
  print: (screen: string) => void,
): Promise<Listening> {
  const config = readEmbeddedConfig(environment);
  const { folder, databaseUrl, redisUrl } = config;
  const logger = createProcessLogger('certificate-graph', config);
  const metrics = createMetrics();
  const clock = systemClock;
  const identity = new InternalIdentity(randomBytes(32).toString('hex'), clock);
  const tools = { logger, metrics, clock, identity };
  const closings = new Closings();
  const open = <Tables>(name: string) => {
    const database = openDatabase<Tables>(
      databaseUrl ?? `file:${join(folder, `${name}.sqlite`)}`,
      name,
    );
    closings.add(() => database.stop());
    return database;
  };
  try {
    const { sdl: supergraphSdl } = await loadSupergraph(ownSupergraphFile);
    // Its thread loads while everything else starts.
    const planner = createPlanner({
      ...{ sdl: supergraphSdl, ...defaultPlanning },
      ...{ clock, logger, metrics },
    });
    closings.add(() => planner.stop());
    const upstream =
      config.upstream.kind === 'real'
        ? { access: config.upstream.access, me: undefined, operations: [], webhookKey: undefined }
        : await startPretendPluvo(
            config.upstream.sandbox,
            { host, folder, requestId: randomUUID(), logger, metrics },
            closings,
          );
    const pluvoConfig: PluvoConfig = { ...config.pluvoTuning, ...upstream.access };
    const { governor, stop: stopGovernor } = createGovernor({
      ...{ config: pluvoConfig, redisUrl, clock, sleep: systemSleep, logger, metrics },
    });
    closings.add(stopGovernor);
    const pluvo = new HttpPluvoClient(pluvoConfig, clock, governor);
    closings.add(() => pluvo.stop());

    const webhookKeys = [upstream.webhookKey ?? [], config.webhooks.webhookKeys ?? []].flat();
    const webhooks = {
      config: {
        ...config.webhooks,
        webhookKeys: webhookKeys.length > 0 ? webhookKeys : undefined,
      },
      metrics: new WebhookMetrics(metrics.registry),
      sleep: systemSleep,
    };
    const users = await createUsers({
      ...tools,
      database: open<UsersTables>('users'),
      pluvo,
      webhooks,
      limits: config.users,
    });
    const usersTransport = await runInMemory(users, closings);
    const opened = createReadCache({
      redisUrl,
      name: 'certificates',
      maxBytesInMemory: config.issuing.cacheMaxBytes,
      logger,
      metrics,
    });
    closings.add(opened.stop);
    const schemaDetail = startDriftWatch(pluvoConfig, {
      ...{ pluvo, closings, clock, logger, metrics },
      operations: [...usersOperations, ...certificatesOperations],
      onRegained: () => opened.cache.invalidate([pluvoSchemaTag]),
    });
    const certificates = await createCertificates({
      ...tools,
      config: config.issuing,
      database: open<LedgerTables>('certificates'),
      cache: opened.cache,
      pluvo,
      users: usersTransport,
      webhooks,
      sleep: systemSleep,
    });
    const certificatesTransport = await runInMemory(certificates, closings);
    const { operations, me } = upstream;
    const caller = { ...localCaller, email: me };
    const gateway = await createGateway({
      ...tools,
      ...{ supergraphSdl, planner, warmUpFile: join(folder, 'operations.json') },
      transportFor: (name) => (name === 'users' ? usersTransport : certificatesTransport),
      identify: () => caller,
      limits: { depth: config.depthLimit, aliases: config.aliasLimit, tokens: config.tokenLimit },
      answerCacheMaxBytes: config.answerCacheMaxBytes,
      generations: opened.generations,
      bodyLimitBytes: config.bodyLimitBytes,
      ide: { tabs: operations },
      readyDetails: [schemaDetail],
      serve: (app) => {
        serveWebhooks(app, { users, certificates });
      },
    });
    const listening = await gateway.listen({ host, port: config.port });
    closings.add(() => listening.stop());
    if ('subscribe' in upstream) upstream.subscribe(listening.url);
    // Certificates are served meanwhile: they need nobody.
    if (!(await users.hasSynced())) {
      await users.syncAll().catch((error: unknown) => {
        logger.error({ err: error }, 'the people could not all be read from Pluvo: run syncUsers');
      });
    }
    print(
      startScreen({
        gatewayUrl: listening.url,
        pluvoUrl: pluvoConfig.pluvoUrl,
        isPretend: config.upstream.kind === 'pretend',
        store: databaseUrl === undefined ? `${folder} (SQLite)` : 'PostgreSQL (DATABASE_URL)',
        cache: redisUrl === undefined ? 'memory' : 'Redis (REDIS_URL)',
        operations,
      }),
    );
    return { url: listening.url, stop: () => closings.run() };
  } catch (error) {
    await closings.run();
    throw error;
  }
}

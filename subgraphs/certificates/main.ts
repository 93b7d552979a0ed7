import { createReadCache } from '../../platform/cache/createReadCache.js';
import { systemSleep } from '../../platform/clock.js';
import type { Environment } from '../../platform/config.js';
import { httpTransport } from '../../platform/graphql/httpTransport.js';
import { startSubgraph } from '../../platform/graphql/startSubgraph.js';
import type { Listening } from '../../platform/http/listen.js';
import { openDatabase } from '../../platform/sql/openDatabase.js';
import { startDriftWatch } from '../../pluvo/drift/startDriftWatch.js';
import { createGovernor } from '../../pluvo/governor/createGovernor.js';
import { HttpPluvoClient } from '../../pluvo/HttpPluvoClient.js';
import { WebhookMetrics } from '../../pluvo/webhooks/WebhookMetrics.js';
import { readCertificatesConfig } from './config.js';
import { createCertificates } from './createCertificates.js';
import type { LedgerTables } from './issuance/sql/tables.js';
import { pluvoSchemaTag } from './pages/pluvoSchemaTag.js';
import { certificatesOperations } from './pluvoOperations.js';

/**
 * Starts the certificates subgraph as a process of its own.
 * @throws ConfigError, or PlatformError STORE_UNAVAILABLE if the database cannot be reached.
 */
export async function startCertificates(environment: Environment): Promise<Listening> {
  const config = readCertificatesConfig(environment);
  const { redisUrl, cacheMaxBytes, usersUrl, subgraphTimeoutMs, failPoint } = config;
  return startSubgraph('certificates', config, async ({ closings, ...tools }) => {
    const database = openDatabase<LedgerTables>(config.databaseUrl, 'certificates');
    closings.add(() => database.stop());
    const { governor, stop: stopGovernor } = createGovernor({
      ...tools,
      ...{ config, redisUrl, sleep: systemSleep },
    });
    closings.add(stopGovernor);
    const pluvo = new HttpPluvoClient(config, tools.clock, governor);
    closings.add(() => pluvo.stop());
    const users = httpTransport({ name: 'users', url: usersUrl, timeoutMs: subgraphTimeoutMs });
    closings.add(() => users.stop());
    const { cache, stop } = createReadCache({
      redisUrl,
      name: 'certificates',
      maxBytesInMemory: cacheMaxBytes,
      logger: tools.logger,
      metrics: tools.metrics,
    });
    closings.add(stop);
    const schemaDetail = startDriftWatch(config, {
      ...{ ...tools, pluvo, closings, operations: certificatesOperations },
      onRegained: () => cache.invalidate([pluvoSchemaTag]),
    });
    const webhooks = {
      ...{ config, sleep: systemSleep, metrics: new WebhookMetrics(tools.metrics.registry) },
    };
    const certificates = await createCertificates({
      ...tools,
      ...{ config, database, cache, pluvo, users, webhooks, failPoint },
      sleep: systemSleep,
    });
    return { ...certificates, readyDetails: [schemaDetail] };
  });
}

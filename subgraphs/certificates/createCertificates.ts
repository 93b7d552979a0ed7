import { randomUUID } from 'node:crypto';
import type { ReadCache } from '../../platform/cache/ReadCache.js';
import type { Clock, Sleep } from '../../platform/clock.js';
import { reportFreshness } from '../../platform/graphql/reportFreshness.js';
import { Subgraph } from '../../platform/graphql/Subgraph.js';
import type { SubgraphParts } from '../../platform/graphql/startSubgraph.js';
import type { SubgraphTransport } from '../../platform/graphql/SubgraphTransport.js';
import type { InternalIdentity } from '../../platform/identity.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { migrate } from '../../platform/sql/migrate.js';
import type { Database } from '../../platform/sql/openDatabase.js';
import { startHourly } from '../../platform/startHourly.js';
import type { PluvoClient } from '../../pluvo/PluvoClient.js';
import {
  createWebhookReceiver,
  type WebhookOptions,
} from '../../pluvo/webhooks/createWebhookReceiver.js';
import type { IssuingConfig } from './config.js';
import { createContext, type CertificatesContext } from './context.js';
import { dieAt, type AnyFailPoint } from './issuance/failPoint.js';
import { createIssuanceMetrics } from './issuance/issuanceMetrics.js';
import { IssuanceWorker } from './issuance/IssuanceWorker.js';
import { Issuing } from './issuance/Issuing.js';
import { LedgerClock } from './issuance/LedgerClock.js';
import { logEvents, observeAll } from './issuance/observe.js';
import { Reaper } from './issuance/Reaper.js';
import { ledgerMigrations } from './issuance/sql/migrations.js';
import { SqlLedger } from './issuance/sql/SqlLedger.js';
import type { LedgerTables } from './issuance/sql/tables.js';
import { CertificatePages } from './pages/CertificatePages.js';
import { offsetCursors, opaqueCursors } from './pages/cursorFormat.js';
import { Portfolios } from './pages/Portfolios.js';
import { peopleOfSubgraph } from './people.js';
import { resolvers } from './resolvers.js';
import { typeDefs } from './schema.js';
import { onPortfolioEvent } from './webhooks/onPortfolioEvent.js';

/** The longest a caller may wait in-band: below the timeout of the gateway. */
const maxWaitMs = 25_000;

export interface CertificatesOptions {
  readonly config: IssuingConfig;
  readonly database: Database<LedgerTables>;
  readonly cache: ReadCache;
  readonly pluvo: PluvoClient;
  /** The way to the users subgraph. */
  readonly users: SubgraphTransport;
  readonly identity: InternalIdentity;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly webhooks?: WebhookOptions | undefined;
  readonly failPoint?: AnyFailPoint | undefined;
}

/**
 * Brings the ledger up to date, makes the certificates subgraph on it, and begins to go on with what was left open.
 * What it is given stays its owner's, to be closed after this is stopped.
 */
export async function createCertificates(
  options: CertificatesOptions,
): Promise<SubgraphParts<CertificatesContext>> {
  const { config, database, cache, pluvo, users, identity, clock, sleep, logger, metrics } =
    options;
  await migrate(database, ledgerMigrations);
  const ledger = new SqlLedger(database);
  const people = peopleOfSubgraph(users, identity);
  const portfolios = new Portfolios({
    pluvo,
    cache,
    ttl: { softTtlMs: config.portfolioTtlMs, hardTtlMs: config.staleTtlMs },
  });
  const certificates = new CertificatePages({
    pluvo,
    cache,
    format: config.pluvoCursorFormat === 'offset' ? offsetCursors : opaqueCursors,
    ttl: { softTtlMs: config.pageTtlMs, hardTtlMs: config.staleTtlMs },
  });
  const reached = dieAt(options.failPoint);
  const onIssued = (pluvoUserIds: readonly string[]) => portfolios.changed(pluvoUserIds);
  const rules = { ...config, whenAbsent: config.whenUnknown };
  const ledgerClock = new LedgerClock(ledger, clock);
  const counts = createIssuanceMetrics(metrics.registry, { ledger, clock });
  const worker = new IssuanceWorker({
    ...{ ledger, ledgerClock, pluvo, people, onIssued, clock, sleep, logger, reached },
    ...{ rules, timing: config, newId: randomUUID },
    observe: observeAll([logEvents(logger), counts.observe]),
  });
  const reaper = new Reaper({
    ...{ ledger, logger, onReaped: counts.countReaped },
    ...{ keepDays: config.keepDays, keepCountsDays: config.keepCountsDays },
  });
  const findCertificate = (id: string) => certificates.findToIssue(id);
  const issuing = new Issuing({
    ...{ ledger, ledgerClock, worker, findCertificate, clock, sleep, reached },
    chunkSize: config.chunkSize,
  });
  const services = {
    ...{ certificates, portfolios, people, issuing, ledger, rules, clock },
    portfolioItem: (id: string) => pluvo.portfolioItem(id, { priority: 'person' }),
    limits: { ...config, maxWaitMs },
  };
  const subgraph = new Subgraph({
    name: 'certificates',
    typeDefs,
    resolvers,
    contextFor: (caller) => createContext(services, caller),
    plugins: [reportFreshness()],
    ...{ identity, logger, metrics },
  });
  const receiver = await createWebhookReceiver({
    ...{ name: 'certificates', database, webhooks: options.webhooks, clock, logger },
    handle: onPortfolioEvent(portfolios),
    onClaimed: () => {
      reached('webhook-claimed');
    },
  });
  worker.start();
  const reaping = startHourly({
    ...{ sleep, random: Math.random },
    work: (signal) => reaper.reap(signal),
    onFailed(error) {
      logger.warn({ err: error }, 'what ended long ago could not be forgotten; trying again');
    },
  });
  return {
    subgraph,
    readyChecks: [
      { name: 'ledger', check: () => ledger.ready() },
      { name: 'pluvo', check: () => pluvo.ready() },
    ],
    serve: (app) => {
      receiver.serve(app);
    },
    stop: async () => {
      await Promise.all([worker.stop(), reaping.stop(), receiver.stop()]);
    },
  };
}

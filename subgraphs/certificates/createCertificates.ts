import { Freshness } from '../../platform/cache/Freshness.js';
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
import type { PluvoClient } from '../../pluvo/PluvoClient.js';
import type { IssuingConfig } from './config.js';
import { createContext, type CertificatesContext } from './context.js';
import { dieAt, type FailPoint } from './issuance/failPoint.js';
import { IssuanceWorker } from './issuance/IssuanceWorker.js';
import { Issuing } from './issuance/Issuing.js';
import { ledgerMigrations } from './issuance/sql/migrations.js';
import { SqlLedger } from './issuance/sql/SqlLedger.js';
import type { LedgerTables } from './issuance/sql/tables.js';
import { CertificatePages } from './pages/CertificatePages.js';
import { offsetCursors, opaqueCursors } from './pages/cursorFormat.js';
import { Portfolios } from './pages/Portfolios.js';
import { peopleOfSubgraph } from './people.js';
import { resolvers } from './resolvers.js';
import { typeDefs } from './schema.js';

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
  readonly failPoint?: FailPoint | undefined;
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
  const worker = new IssuanceWorker({
    ...{ ledger, pluvo, people, onIssued, clock, sleep, logger, reached },
    timing: config,
  });
  const findCertificate = async (id: string) => (await certificates.find([id], new Freshness()))[0];
  const issuing = new Issuing({ ledger, worker, findCertificate, clock, sleep, reached });
  const services = {
    ...{ certificates, portfolios, people, issuing, ledger, clock },
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
  worker.start();
  return {
    subgraph,
    readyChecks: [
      { name: 'ledger', check: () => ledger.ready() },
      { name: 'pluvo', check: () => pluvo.ready() },
    ],
    stop: () => worker.stop(),
  };
}

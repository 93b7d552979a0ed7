import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { countOperations } from '../platform/graphql/countOperations.js';
import { serveGraphql } from '../platform/graphql/serveGraphql.js';
import type { SubgraphTransport } from '../platform/graphql/SubgraphTransport.js';
import { createHttpApp } from '../platform/http/createHttpApp.js';
import type { ReadyDetail } from '../platform/http/health.js';
import { listen, type Listening } from '../platform/http/listen.js';
import type { InternalIdentity } from '../platform/identity.js';
import { Closings } from '../platform/lifecycle.js';
import type { Logger } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import { authenticate } from './auth/authenticate.js';
import type { Identify } from './auth/identify.js';
import { createApolloExecutor } from './executor/createApolloExecutor.js';
import type { GatewayContext } from './executor/GatewayContext.js';
import { createGatewayErrorFormatter } from './formatError.js';
import { ReportedFreshness } from './freshness/ReportedFreshness.js';
import { showFreshness } from './freshness/showFreshness.js';
import { serveIde, type IdeTab } from './ide/serveIde.js';
import { defaultLimits, enforceLimits, type Limits } from './limits/enforceLimits.js';
import { refuseNesting } from './limits/refuseNesting.js';
import { parseSupergraph } from './supergraph.js';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** The way to a subgraph of the supergraph, which names its address. The gateway stops it. */
  transportFor(this: void, name: string, url: string): SubgraphTransport;
  readonly identify: Identify;
  /** With which callers are vouched for; absent for subgraphs that are not ours. */
  readonly identity?: InternalIdentity | undefined;
  readonly limits?: Partial<Limits>;
  readonly bodyLimitBytes: number;
  /** Whether callers may ask for the schema; default true. */
  readonly introspection?: boolean;
  /** A GraphQL IDE for browsers at /graphql, with these operations ready; none if absent. */
  readonly ide?: { readonly tabs: readonly IdeTab[] } | undefined;
  /** Shown beside the checks of readiness: what is known of parts in the same process. */
  readonly readyDetails?: readonly ReadyDetail[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The front door of the graph: it is ready to listen, and closes everything it was given when it stops. */
export interface Gateway {
  listen(at: { host: string; port: number }): Promise<Listening>;
}

/**
 * Serves a supergraph at /graphql. It asks the subgraphs nothing at start, and never sends anything twice.
 * @throws GraphQLError if the supergraph is not one.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    identify,
    identity,
    bodyLimitBytes,
    introspection = true,
    ide,
    readyDetails,
    logger,
    metrics,
  } = options;
  const supergraph = parseSupergraph(options.supergraphSdl);
  const limits = { ...defaultLimits, ...options.limits };

  const closings = new Closings();
  const transports = new Map<string, SubgraphTransport>();
  for (const { name, url } of supergraph.subgraphs) {
    const transport = options.transportFor(name, url);
    transports.set(name, transport);
    closings.add(() => transport.stop());
  }

  const apollo = new ApolloServer<GatewayContext>({
    gateway: createApolloExecutor({ supergraph, transports, identity, logger }),
    introspection,
    parseOptions: { maxLexicalTokens: limits.tokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: createGatewayErrorFormatter(logger),
    plugins: [
      enforceLimits(limits),
      countOperations('gateway', metrics),
      showFreshness(),
      // Apollo's own reporting would start by an environment variable; nothing leaves this process by itself.
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    logger,
  });
  try {
    await apollo.start();
  } catch (error) {
    await closings.run();
    throw error;
  }
  closings.add(() => apollo.stop());

  const readyChecks = [...transports].map(([name, transport]) => ({
    name,
    check: () => transport.ready(),
  }));
  const app = createHttpApp({
    ...{ name: 'gateway', logger, metrics, bodyLimitBytes, readyChecks, readyDetails },
  });
  if (ide) serveIde(app, ide.tabs);
  const callerOf = authenticate(app, identify);
  refuseNesting(app);
  serveGraphql(app, apollo, (request) => ({
    caller: callerOf(request),
    freshness: new ReportedFreshness(),
  }));

  return {
    async listen(at) {
      try {
        const listening = await listen(app, at);
        closings.add(() => listening.stop());
        return { url: listening.url, stop: () => closings.run() };
      } catch (error) {
        await closings.run();
        throw error;
      }
    },
  };
}

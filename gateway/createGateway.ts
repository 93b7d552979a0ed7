import type { Generations } from '../platform/cache/Generations.js';
import { systemClock, type Clock } from '../platform/clock.js';
import { serveGraphql } from '../platform/graphql/serveGraphql.js';
import type { SubgraphTransport } from '../platform/graphql/SubgraphTransport.js';
import { createHttpApp, type HttpApp } from '../platform/http/createHttpApp.js';
import type { ReadyDetail } from '../platform/http/health.js';
import { listen, type Listening } from '../platform/http/listen.js';
import type { InternalIdentity } from '../platform/identity.js';
import { Closings } from '../platform/lifecycle.js';
import type { Logger } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import { withTraceOf } from '../platform/trace.js';
import { AnswerCache, defaultAnswerCacheBytes } from './answers/AnswerCache.js';
import { authenticate } from './auth/authenticate.js';
import type { Identify } from './auth/identify.js';
import { ApolloFallback } from './executor/ApolloFallback.js';
import type { ExecutableGraph } from './executor/compileOperation.js';
import { shareInFlight as shareRequests } from './executor/shareInFlight.js';
import { createGatewayErrorFormatter } from './formatError.js';
import { serveIde, type IdeTab } from './ide/serveIde.js';
import { createFullLane } from './lanes/createFullLane.js';
import { PersistedQueries } from './lanes/PersistedQueries.js';
import { SharedRuns } from './lanes/SharedRuns.js';
import { ShortLane } from './lanes/ShortLane.js';
import { subgraphHeaders } from './lanes/subgraphHeaders.js';
import { clientOf, WaitingClients } from './lanes/WaitingClients.js';
import { defaultLimits, type Limits } from './limits/enforceLimits.js';
import { readDocument, type ReadingOptions } from './limits/readDocument.js';
import { refuseNesting } from './limits/refuseNesting.js';
import { defaultBounds, PreparedOperations, type Bounds } from './operations/PreparedOperations.js';
import { createPrepareOperation } from './operations/createPrepareOperation.js';
import { createReadyOperations } from './operations/ReadyOperation.js';
import { startWarmUp } from './operations/startWarmUp.js';
import { buildGraph } from './planning/buildGraph.js';
import { createPlanner, defaultPlanning, type PlanningBounds } from './planning/createPlanner.js';
import type { Planner } from './planning/Planner.js';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** The way to a subgraph of the supergraph, which names its address. The gateway stops it. */
  transportFor(this: void, name: string, url: string): SubgraphTransport;
  readonly identify: Identify;
  /** With which callers are vouched for; absent for subgraphs that are not ours. */
  readonly identity?: InternalIdentity | undefined;
  readonly limits?: Partial<Limits>;
  readonly bodyLimitBytes: number;
  /** How many operations are kept ready to run. */
  readonly prepared?: Partial<Bounds>;
  /** Plans for this graph; the gateway stops it. Who has other things to start first can have it load meanwhile. */
  readonly planner?: Planner;
  /** What planning an operation may take, if there is no planner yet. */
  readonly planning?: Partial<PlanningBounds>;
  /** File in which the most used operations are kept, to be prepared at the next start; none if absent. */
  readonly warmUpFile?: string | undefined;
  /** Whether prepared operations are answered past the web framework and Apollo Server; default true. */
  readonly shortLane?: boolean;
  /** Whether identical queries of one caller that are in flight run once; default true. */
  readonly shareInFlight?: boolean;
  /** The most that kept answers take; 0: none is kept. */
  readonly answerCacheMaxBytes?: number;
  /** Of the caches of subgraphs, whose bumps end answers that were made of what they keep. Stays its owner's. */
  readonly generations?: Generations | undefined;
  /** Whether callers may ask for the schema; default true. */
  readonly introspection?: boolean;
  /** A GraphQL IDE for browsers at /graphql, with these operations ready; none if absent. */
  readonly ide?: { readonly tabs: readonly IdeTab[] } | undefined;
  /** Shown beside the checks of readiness: what is known of parts in the same process. */
  readonly readyDetails?: readonly ReadyDetail[];
  /** Adds what is served beside the graph, by parts in the same process. */
  serve?(this: void, app: HttpApp): void;
  readonly clock?: Clock;
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
    shortLane = true,
    shareInFlight = true,
    answerCacheMaxBytes: maxBytes = defaultAnswerCacheBytes,
    generations,
    clock = systemClock,
    ide,
    readyDetails,
    logger,
    metrics,
  } = options;
  const graph = buildGraph(options.supergraphSdl);
  const limits = { ...defaultLimits, ...options.limits };
  const bounds = { ...defaultBounds, ...options.prepared };

  const closings = new Closings();
  const transports = new Map<string, SubgraphTransport>();
  for (const { name, url } of graph.subgraphs) {
    const transport = options.transportFor(name, url);
    transports.set(name, shareInFlight ? shareRequests(transport) : transport);
    closings.add(() => transport.stop());
  }

  const formatError = createGatewayErrorFormatter(logger);
  const planner =
    options.planner ??
    createPlanner({
      ...{ sdl: graph.sdl, ...defaultPlanning, ...options.planning },
      ...{ clock, logger, metrics },
    });
  closings.add(() => planner.stop());
  const executable = {
    ...graph,
    transports,
    onUnavailable(error, subgraph, headers) {
      withTraceOf(headers, () => {
        logger.warn({ err: error, subgraph }, 'a subgraph did not answer');
      });
    },
  } satisfies ExecutableGraph;
  const fallback = new ApolloFallback({ graph: executable, formatError, logger, metrics });
  const operations = new PreparedOperations(
    createReadyOperations(graph.apiSchema, createPrepareOperation(executable, planner, fallback)),
    bounds,
  );
  const persistedQueries = new PersistedQueries(bounds);
  const apollo = createFullLane({
    ...{ graph, operations, persistedQueries, bounds },
    ...{ limits, introspection, formatError, logger, metrics },
  });
  try {
    await planner.ready();
    await apollo.start();
  } catch (error) {
    await closings.run();
    throw error;
  }
  closings.add(() => apollo.stop());

  const tellsWhoAsks = identity !== undefined;
  const shortLaneOptions = {
    ...{ operations, persistedQueries, identify, identity, bodyLimitBytes },
    ...{ formatError, logger, metrics },
    sharedRuns: shareInFlight ? new SharedRuns() : undefined,
    answers:
      maxBytes > 0
        ? new AnswerCache({ ...{ maxBytes, generations, clock, metrics }, tellsWhoAsks })
        : undefined,
  };
  const readyChecks = [...transports].map(([name, transport]) => ({
    name,
    check: () => transport.ready(),
  }));
  const app = createHttpApp({
    ...{ name: 'gateway', logger, metrics, bodyLimitBytes, readyChecks, readyDetails },
    createFront: shortLane ? (answered) => new ShortLane(shortLaneOptions, answered) : undefined,
  });
  if (ide) serveIde(app, ide.tabs);
  const callerOf = authenticate(app, identify);
  refuseNesting(app);
  serveGraphql(app, apollo, (request, reply) => {
    const caller = callerOf(request);
    return {
      ...{ caller, headers: subgraphHeaders(identity, caller, request.trace) },
      ...{ clients: new WaitingClients(clientOf(reply.raw)), reported: {} },
    };
  });

  options.serve?.(app);

  return {
    async listen(at) {
      try {
        const listening = await listen(app, at);
        if (options.warmUpFile !== undefined) {
          const read: ReadingOptions = { schema: graph.apiSchema, limits, introspection };
          const warmUp = startWarmUp({
            ...{ path: options.warmUpFile, operations, logger },
            readDocument: (...asked) => readDocument(read, ...asked),
          });
          closings.add(() => warmUp.stop());
        }
        closings.add(() => listening.stop());
        return { url: listening.url, stop: () => closings.run() };
      } catch (error) {
        await closings.run();
        throw error;
      }
    },
  };
}

import type { Generations } from '../platform/cache/Generations.js';
import { RedisTier } from '../platform/cache/RedisTier.js';
import { systemClock } from '../platform/clock.js';
import type { Environment } from '../platform/config.js';
import { httpTransport } from '../platform/graphql/httpTransport.js';
import type { SubgraphTransport } from '../platform/graphql/SubgraphTransport.js';
import type { Listening } from '../platform/http/listen.js';
import { InternalIdentity } from '../platform/identity.js';
import { Closings } from '../platform/lifecycle.js';
import { createProcessLogger, type Logger } from '../platform/log.js';
import { createMetrics } from '../platform/metrics.js';
import { readGatewayConfig } from './config.js';
import { createGateway, type Gateway } from './createGateway.js';
import { loadSupergraph } from './supergraph.js';

/**
 * Starts the gateway as a process of its own, with subgraphs that are reached over HTTP.
 * @param args flags: `--supergraph FILE`, to serve any supergraph, and `--port N`.
 * @throws ConfigError
 */
export async function startGateway(
  environment: Environment,
  args: readonly string[],
): Promise<Listening> {
  const config = readGatewayConfig(environment, args);
  const logger = createProcessLogger('gateway', config);
  const closings = new Closings();
  try {
    const gateway = await createFrom(config, openGenerations(config, logger, closings), logger);
    const listening = await gateway.listen({ host: config.host, port: config.port });
    closings.add(() => listening.stop());
    logger.info({ url: listening.url }, 'the gateway is listening');
    return { url: listening.url, stop: () => closings.run() };
  } catch (error) {
    await closings.run();
    throw error;
  }
}

type GatewayConfig = ReturnType<typeof readGatewayConfig>;

/** Hears what has become invalid in the caches of subgraphs, if there is a Redis where that is told. */
function openGenerations(
  { redisUrl: url, answerCacheMaxBytes }: GatewayConfig,
  logger: Logger,
  closings: Closings,
): Generations | undefined {
  if (url === undefined || answerCacheMaxBytes === 0) return undefined;
  // As the only subgraph that has a cache calls it.
  const tier = new RedisTier({ url, name: 'certificates', logger });
  closings.add(() => tier.stop());
  return tier;
}

async function createFrom(
  config: GatewayConfig,
  generations: Generations | undefined,
  logger: Logger,
): Promise<Gateway> {
  const { identitySecret, isForeign, subgraphTimeoutMs } = config;
  return createGateway({
    supergraphSdl: (await loadSupergraph(config.supergraphFile)).sdl,
    transportFor(name, supergraphUrl) {
      const url = config.ownUrls[name] ?? supergraphUrl;
      const transport = httpTransport({ name, url, timeoutMs: subgraphTimeoutMs });
      return isForeign ? withoutHealthRoute(transport) : transport;
    },
    identify: config.identify,
    identity: identitySecret ? new InternalIdentity(identitySecret, systemClock) : undefined,
    limits: {
      depth: config.depthLimit,
      aliases: config.aliasLimit,
      tokens: config.tokenLimit,
    },
    prepared: { operations: config.preparedOperations, characters: config.preparedCharacters },
    planning: {
      deadlineMs: config.planningDeadlineMs,
      workers: config.planningThreads,
      maxQueued: config.planningQueue,
      maxQueuedPerCaller: config.planningQueuePerCaller,
    },
    warmUpFile: config.warmUpFile,
    shareInFlight: config.shareInFlight,
    answerCacheMaxBytes: config.answerCacheMaxBytes,
    generations,
    bodyLimitBytes: config.bodyLimitBytes,
    introspection: config.introspection,
    ide: config.ide ? { tabs: [] } : undefined,
    logger,
    metrics: createMetrics(),
  });
}

/** A subgraph that is not ours has no /health/ready: it is ready if it answers the smallest query. */
function withoutHealthRoute(transport: SubgraphTransport): SubgraphTransport {
  return {
    ...transport,
    async ready() {
      await transport.execute({ query: '{ __typename }', headers: {} });
    },
  };
}

import { systemClock } from '../platform/clock.js';
import type { Environment } from '../platform/config.js';
import { httpTransport } from '../platform/graphql/httpTransport.js';
import type { SubgraphTransport } from '../platform/graphql/SubgraphTransport.js';
import type { Listening } from '../platform/http/listen.js';
import { InternalIdentity } from '../platform/identity.js';
import { createProcessLogger } from '../platform/log.js';
import { createMetrics } from '../platform/metrics.js';
import { readGatewayConfig } from './config.js';
import { createGateway } from './createGateway.js';
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
  const { identitySecret, isForeign, subgraphTimeoutMs, host, port } = config;
  const logger = createProcessLogger('gateway', config);
  const gateway = await createGateway({
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
    bodyLimitBytes: config.bodyLimitBytes,
    introspection: config.introspection,
    ide: config.ide ? { tabs: [] } : undefined,
    logger,
    metrics: createMetrics(),
  });
  const listening = await gateway.listen({ host, port });
  logger.info({ url: listening.url }, 'the gateway is listening');
  return listening;
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

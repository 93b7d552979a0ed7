import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { createGateway, type GatewayOptions } from '../../../gateway/createGateway.js';
import { localCaller } from '../../../gateway/auth/localCaller.js';
import { systemClock } from '../../../platform/clock.js';
import { httpTransport } from '../../../platform/graphql/httpTransport.js';
import { Subgraph } from '../../../platform/graphql/Subgraph.js';
import { serveGraphql } from '../../../platform/graphql/serveGraphql.js';
import type {
  SubgraphRequest,
  SubgraphTransport,
} from '../../../platform/graphql/SubgraphTransport.js';
import { createHttpApp } from '../../../platform/http/createHttpApp.js';
import { listen, type Listening } from '../../../platform/http/listen.js';
import { InternalIdentity, type Caller } from '../../../platform/identity.js';
import { Closings } from '../../../platform/lifecycle.js';
import { createLogger, type Logger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { badgesResolvers, badgesSchema, peopleResolvers, peopleSchema } from './shop.js';

export const secret = 'a secret for tests only';

export interface Shop {
  readonly supergraphSdl: string;
  readonly url: string;
  /** What was sent to subgraphs, in order. */
  readonly sent: readonly (SubgraphRequest & { readonly subgraph: string })[];
  /** Lines of the log, as JSON texts. */
  readonly logged: readonly string[];
  /** Lets the field `slow` answer. */
  finishSlow(): void;
  stopSubgraph(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ShopOptions extends Partial<GatewayOptions> {
  /** How the gateway reaches its subgraphs. */
  readonly over: 'http' | 'memory';
}

function composeShop(urls: { people: string; badges: string }): string {
  const { supergraphSdl } = composeServices([
    { name: 'people', url: urls.people, typeDefs: parse(peopleSchema) },
    { name: 'badges', url: urls.badges, typeDefs: parse(badgesSchema) },
  ]);
  if (supergraphSdl === undefined) throw new Error('The subgraphs of the test do not compose.');
  return supergraphSdl;
}

/** A gateway on a free port, in front of two subgraphs. */
export async function startShop({ over, ...options }: ShopOptions): Promise<Shop> {
  const closings = new Closings();
  const logged: string[] = [];
  const logger = createLogger({
    name: 'test',
    level: 'debug',
    destination: { write: (line) => void logged.push(line) },
  });
  let finishSlow = (): void => undefined;
  const slow = new Promise<void>((resolve) => {
    finishSlow = resolve;
  });
  const subgraphs = await startSubgraphs(logger, () => slow, closings);

  const sent: (SubgraphRequest & { subgraph: string })[] = [];
  const supergraphSdl = composeShop({
    people: `${subgraphs.people.listening.url}/graphql`,
    badges: `${subgraphs.badges.listening.url}/graphql`,
  });
  const gateway = await createGateway({
    supergraphSdl,
    transportFor(name, url) {
      const transport =
        over === 'http'
          ? httpTransport({ name, url, timeoutMs: 5_000 })
          : subgraphs[name === 'people' ? 'people' : 'badges'].subgraph.memoryTransport();
      return recording(transport, (request) => sent.push({ ...request, subgraph: name }));
    },
    identify: () => localCaller,
    identity: new InternalIdentity(secret, systemClock),
    bodyLimitBytes: 100_000,
    logger,
    metrics: createMetrics(),
    ...options,
  });
  const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
  closings.add(() => listening.stop());
  return {
    supergraphSdl,
    url: listening.url,
    sent,
    logged,
    finishSlow,
    stopSubgraph: (name) => subgraphs[name === 'people' ? 'people' : 'badges'].listening.stop(),
    stop: () => closings.run(),
  };
}

interface StartedSubgraph {
  readonly subgraph: Subgraph<{ caller: Caller }>;
  readonly listening: Listening;
}

async function startSubgraphs(logger: Logger, slow: () => Promise<void>, closings: Closings) {
  const start = async (name: string, typeDefs: string, resolvers: object) => {
    const metrics = createMetrics();
    const subgraph = new Subgraph({
      name,
      typeDefs,
      resolvers,
      contextFor: (caller) => ({ caller }),
      identity: new InternalIdentity(secret, systemClock),
      logger,
      metrics,
    });
    await subgraph.apollo.start();
    closings.add(() => subgraph.apollo.stop());
    const app = createHttpApp({ name, logger, metrics, bodyLimitBytes: 100_000, readyChecks: [] });
    serveGraphql(app, subgraph.apollo, ({ headers }) => subgraph.contextFrom(headers));
    const listening = await listen(app, { host: '127.0.0.1', port: 0 });
    closings.add(() => listening.stop());
    return { subgraph, listening } satisfies StartedSubgraph;
  };
  return {
    people: await start('people', peopleSchema, peopleResolvers(slow)),
    badges: await start('badges', badgesSchema, badgesResolvers),
  };
}

function recording(
  transport: SubgraphTransport,
  record: (request: SubgraphRequest) => void,
): SubgraphTransport {
  return {
    ...transport,
    execute(request) {
      record(request);
      return transport.execute(request);
    },
    exchange(body, options) {
      // It is what the gateway sends.
      const request = JSON.parse(body) as Omit<SubgraphRequest, 'headers'>;
      record({ ...request, headers: options.headers });
      return transport.exchange(body, options);
    },
  };
}

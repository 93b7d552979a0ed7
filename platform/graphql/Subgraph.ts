import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse } from 'graphql';
import { identityHeader, type Caller, type InternalIdentity } from '../identity.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import { withTraceOf } from '../trace.js';
import { countOperations } from './countOperations.js';
import { createErrorFormatter } from './formatError.js';
import type {
  CachingHeaders,
  SubgraphAnswer,
  SubgraphRequest,
  SubgraphTransport,
} from './SubgraphTransport.js';

export interface SubgraphOptions<Context extends BaseContext> {
  readonly name: string;
  readonly typeDefs: string;
  /** Typed by the generated Resolvers of the schema. */
  readonly resolvers: object;
  /** A context of its own for every request: loaders are never shared between callers. */
  contextFor(caller: Caller): Context;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
  readonly identity: InternalIdentity;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A subgraph that answers only calls the gateway vouches for, the same way in memory and over HTTP. */
export class Subgraph<Context extends BaseContext> {
  readonly name: string;
  readonly apollo: ApolloServer<Context>;
  readonly #options: SubgraphOptions<Context>;

  constructor(options: SubgraphOptions<Context>) {
    this.#options = options;
    this.name = options.name;
    this.apollo = new ApolloServer<Context>({
      schema: buildSubgraphSchema([
        {
          typeDefs: parse(options.typeDefs),
          // Apollo's own type leaves no room for reference resolvers, which it calls all the same.
          resolvers: options.resolvers as GraphQLResolverMap<Context>,
        },
      ]),
      introspection: false,
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      formatError: createErrorFormatter(options.logger),
      plugins: [countOperations(options.name, options.metrics), ...(options.plugins ?? [])],
      logger: options.logger,
    });
  }

  /** @throws PlatformError UNAUTHENTICATED unless the gateway vouches for the call. */
  contextFrom(headers: Readonly<Record<string, string | string[] | undefined>>): Context {
    const header = headers[identityHeader];
    return this.#options.contextFor(
      this.#options.identity.verify(typeof header === 'string' ? header : undefined),
    );
  }

  /** The way to this subgraph from the same process. */
  memoryTransport(): SubgraphTransport {
    const reply = async (
      request: SubgraphRequest,
    ): Promise<CachingHeaders & { readonly answer: SubgraphAnswer }> => {
      const { headers, query, operationName, variables } = request;
      const { body, http } = await withTraceOf(headers, () =>
        this.apollo.executeOperation(
          { query, ...(operationName && { operationName }), ...(variables && { variables }) },
          { contextValue: this.contextFrom(headers) },
        ),
      );
      if (body.kind === 'incremental')
        throw new TypeError('Subgraphs do not answer incrementally.');
      return { answer: body.singleResult, cacheControl: http.headers.get('cache-control') };
    };
    return {
      execute: async (request) => (await reply(request)).answer,
      async exchange(body, { headers, signal }) {
        if (signal?.aborted) throw new Error('Nobody waits for the answer.');
        // Whoever calls writes this text: see SubgraphTransport.
        const request = JSON.parse(body) as Omit<SubgraphRequest, 'headers'>;
        return reply({ ...request, headers });
      },
      ready: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
  }
}

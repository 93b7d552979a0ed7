import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse } from 'graphql';
import { identityHeader, type Caller, type InternalIdentity } from '../identity.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import { countOperations } from './countOperations.js';
import { createErrorFormatter } from './formatError.js';
import type { SubgraphTransport } from './SubgraphTransport.js';

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
    return {
      execute: async ({ headers, query, operationName, variables }) => {
        const { body } = await this.apollo.executeOperation(
          { query, ...(operationName && { operationName }), ...(variables && { variables }) },
          { contextValue: this.contextFrom(headers) },
        );
        if (body.kind === 'incremental')
          throw new TypeError('Subgraphs do not answer incrementally.');
        return body.singleResult;
      },
      ready: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
  }
}

import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutionResult, GatewayInterface } from '@apollo/server-gateway-interface';
import { GraphQLError, type DocumentNode } from 'graphql';
import { countOperations } from '../../platform/graphql/countOperations.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { GatewayError } from '../errors.js';
import { FinalError, type FormatError } from '../formatError.js';
import { enforceLimits, type Limits } from '../limits/enforceLimits.js';
import type { Bounds, PreparedOperations } from '../operations/PreparedOperations.js';
import type { Graph } from '../planning/buildGraph.js';
import type { ReadyOperation } from '../operations/ReadyOperation.js';
import { answerOverHttp } from './answerOverHttp.js';
import { JsonText, resultText } from './answerText.js';
import { DocumentStore } from './DocumentStore.js';
import type { GatewayContext } from './GatewayContext.js';
import type { PersistedQueries } from './PersistedQueries.js';
import { OperationRun } from './OperationRun.js';

export interface FullLaneOptions {
  readonly graph: Graph;
  readonly operations: PreparedOperations<ReadyOperation>;
  readonly persistedQueries: PersistedQueries;
  readonly bounds: Bounds;
  readonly limits: Limits;
  readonly introspection: boolean;
  readonly formatError: FormatError;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Takes whatever comes: Apollo Server reads, checks and refuses requests, knows persisted queries, and meets operations
 * for the first time. It prepares them, and runs them as the short lane does.
 */
export function createFullLane(options: FullLaneOptions): ApolloServer<GatewayContext> {
  const { limits, introspection, formatError, logger, metrics } = options;
  return new ApolloServer<GatewayContext>({
    gateway: createGatewayInterface(options),
    introspection,
    persistedQueries: { cache: options.persistedQueries },
    documentStore: new DocumentStore(options.bounds),
    parseOptions: { maxLexicalTokens: limits.tokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    stringifyResult: resultText,
    plugins: [
      enforceLimits(limits),
      countOperations('gateway', metrics),
      answerOverHttp(),
      // Apollo's own reporting would start by an environment variable; nothing leaves this process by itself.
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    logger,
  });
}

/** What Apollo Server takes for a gateway: a schema, and somebody who runs operations of it. */
function createGatewayInterface(options: FullLaneOptions): GatewayInterface {
  const { apiSchema, sdl } = options.graph;
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema, coreSupergraphSdl: sdl });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
    load: () =>
      Promise.resolve({
        executor: ({ document, source, request, context }) =>
          // Its context is the contextValue of Apollo Server: GatewayInterface has no parameter for it.
          execute(options, { document, source, request }, context as GatewayContext),
      }),
  };
}

interface Asked {
  readonly document: DocumentNode;
  readonly source: string;
  readonly request: {
    readonly operationName?: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
}

async function execute(
  { operations, formatError }: FullLaneOptions,
  { document, source, request }: Asked,
  { caller, headers, clients, reported }: GatewayContext,
): Promise<GatewayExecutionResult> {
  const { operationName, variables: given = {} } = request;
  const operation = await operations
    .prepare(document, source, operationName, caller)
    .catch((error: unknown) => {
      if (error instanceof GatewayError) return { refusal: error.asGraphQLError() };
      if (error instanceof GraphQLError) return { refusal: error };
      throw error;
    });
  if ('refusal' in operation) return { errors: [operation.refusal] };
  const variables = operation.coerce(given);
  if (!variables) return { errors: [...operation.complain(given)] };

  const { prepared } = operation;
  const run = new OperationRun({ prepared, variables, headers }, clients);
  const { status, data, errors, freshness, keepable } = await run.outcome(formatError);
  Object.assign(reported, { freshness, keepable } satisfies GatewayContext['reported']);
  return {
    // Apollo Server only hands it on to stringifyResult.
    ...(data !== undefined && { data: new JsonText(data) as object }),
    ...(errors.length > 0 && {
      errors: errors.map((error) => new FinalError(error, status === 200 ? undefined : status)),
    }),
  };
}

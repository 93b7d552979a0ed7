import type { GraphQLDataSource } from '@apollo/gateway';
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import type { GraphQLFormattedError } from 'graphql';
import { CodedError, PlatformError } from '../../platform/errors.js';
import type {
  SubgraphAnswer,
  SubgraphTransport,
} from '../../platform/graphql/SubgraphTransport.js';
import type { Logger } from '../../platform/log.js';
import { fetchedPaths, type Fetch, type Path } from './fetchedPaths.js';
import { refusals } from './errors/subgraphError.js';
import type { OperationRequest } from './PreparedOperation.js';

type Process = GraphQLDataSource<OperationRequest>['process'];

export interface SubgraphDataSourceOptions {
  readonly name: string;
  readonly transport: SubgraphTransport;
  readonly logger: Logger;
}

/**
 * Sends what a plan wants of one subgraph, once. Whatever goes wrong becomes errors at the fields that were fetched:
 * thrown ones would reach the caller without a path.
 */
export class SubgraphDataSource implements GraphQLDataSource<OperationRequest> {
  readonly #options: SubgraphDataSourceOptions;

  constructor(options: SubgraphDataSourceOptions) {
    this.#options = options;
  }

  async process(options: Parameters<Process>[0]): ReturnType<Process> {
    if (!('incomingRequestContext' in options))
      throw new TypeError(`Expected an operation of a caller, got a ${options.kind}.`);
    const { name, transport, logger } = this.#options;
    const { query = '', operationName, variables = {} } = options.request;
    try {
      const answer = await transport.execute({
        query,
        operationName,
        variables,
        headers: options.context.headers,
      });
      if (answer.extensions) options.context.note(answer.extensions);
      return withPaths(name, answer, { query, variables });
    } catch (error) {
      logger.warn({ err: error, subgraph: name }, 'a subgraph did not answer');
      const { message, details } =
        error instanceof CodedError && error.code === 'SUBGRAPH_UNAVAILABLE'
          ? error
          : unavailable(name, 'the call failed');
      const extensions = { code: 'SUBGRAPH_UNAVAILABLE', ...details };
      return { errors: placed([{ message, extensions }], { query, variables }) };
    }
  }
}

function withPaths(
  name: string,
  { data, errors = [] }: SubgraphAnswer,
  fetch: Fetch,
): GatewayGraphQLResponse {
  if (errors.length === 0) return { data: data ?? null };
  const refused = errors.find(({ extensions }) => refusals.has(String(extensions?.['code'])));
  if (data === undefined && refused) {
    const code = String(refused.extensions?.['code']);
    throw unavailable(
      name,
      `it refuses what the gateway sends (${code})`,
      new Error(refused.message),
    );
  }
  return { data: data ?? null, errors: placed(errors, fetch) };
}

/** The errors with what a caller may see of them, at the fields they are about. */
function placed(errors: readonly GraphQLFormattedError[], fetch: Fetch): GraphQLFormattedError[] {
  return errors.flatMap((error) => {
    const { message } = error;
    const paths: readonly Path[] = isPath(error.path) ? [error.path] : fetchedPaths(fetch);
    return paths.map((path) => ({ message, path, extensions: visible(error.extensions) }));
  });
}

function isPath(path: unknown): path is Path {
  return (
    Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number')
  );
}

/** Additions that tell about a subgraph's inside, or that Apollo Server would take for instructions (http). */
const hidden = new Set(['exception', 'stacktrace', 'stack', 'response', 'serviceName', 'http']);

function visible(extensions: GraphQLFormattedError['extensions']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions ?? {}).filter(([key]) => !hidden.has(key)));
}

function unavailable(subgraph: string, came: string, cause?: Error): PlatformError {
  return new PlatformError(
    'SUBGRAPH_UNAVAILABLE',
    `Expected an answer from ${subgraph}; ${came}.`,
    {
      details: { subgraph },
      cause,
    },
  );
}

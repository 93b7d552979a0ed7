import type { ServiceMap } from '@apollo/gateway';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
} from '@apollo/server-gateway-interface';
import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { Counter } from 'prom-client';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { withTraceOf } from '../../platform/trace.js';
import { finalError, type FormatError } from '../formatError.js';
import { completeErrors } from './completeErrors.js';
import type { ExecutableGraph, PlannedOperation } from './compileOperation.js';
import type { OperationAnswer, OperationRequest, PreparedOperation } from './PreparedOperation.js';
import { SubgraphDataSource } from './SubgraphDataSource.js';

export interface FallbackOptions {
  readonly graph: ExecutableGraph & { readonly sdl: string };
  readonly formatError: FormatError;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Runs a plan for a request whose document holds one operation. */
type Execute = (
  planned: PlannedOperation,
  request: OperationRequest,
) => Promise<GatewayExecutionResult>;

/**
 * Runs plans on the executor of @apollo/gateway, which knows every shape of plan, and is slow: what our own cannot do.
 * It is loaded when it is needed for the first time, and it never plans: that is not bounded outside of a planning thread.
 */
export class ApolloFallback {
  readonly #options: FallbackOptions;
  readonly #runs: Counter<'reason'>;
  #loading: Promise<Execute> | undefined;

  constructor(options: FallbackOptions) {
    this.#options = options;
    this.#runs = new Counter({
      name: 'gateway_fallback_runs_total',
      help: 'Operations that ran on the executor of @apollo/gateway, by the reason why.',
      labelNames: ['reason'],
      registers: [options.metrics.registry],
    });
  }

  /**
   * Makes an operation of a valid document ready to run.
   * @param reason why here: one of a few texts, it labels the metric.
   */
  operation({ document, operation, plan }: PlannedOperation, reason: string): PreparedOperation {
    const { operation: type } = operation;
    if (type === OperationTypeNode.SUBSCRIPTION)
      throw new TypeError('Expected a query or a mutation.');
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const alone: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
    const planned = { document: alone, operation, plan };
    return {
      type,
      run: (request) => {
        this.#runs.inc({ reason });
        return withTraceOf(request.headers, () => this.#run(planned, request));
      },
    };
  }

  async #run(planned: PlannedOperation, request: OperationRequest): Promise<OperationAnswer> {
    this.#loading ??= load(this.#options);
    const execute = await this.#loading;
    const result = await execute(planned, request);
    const { data, errors = [] } = completeErrors(result, planned.document, planned.operation);
    return {
      data: JSON.stringify(data ?? null),
      errors: errors.map((error) => finalError(error, this.#options.formatError)),
    };
  }
}

async function load({ graph, logger }: FallbackOptions): Promise<Execute> {
  const [{ buildOperationContext, executeQueryPlan }, { Supergraph }] = await Promise.all([
    import('@apollo/gateway'),
    import('@apollo/federation-internals'),
  ]);
  const { sdl, supergraphSchema, apiSchema: schema, transports } = graph;
  const apiSchema = Supergraph.build(sdl, { validateSupergraph: false }).apiSchema();
  const services: ServiceMap = Object.fromEntries(
    [...transports].map(([name, transport]) => [
      name,
      new SubgraphDataSource({ name, transport, logger }),
    ]),
  );
  return ({ document, plan }, request) => {
    const context = {
      request: { variables: request.variables },
      ...{ document, context: request, metrics: {}, logger },
    };
    return executeQueryPlan(
      plan,
      services,
      // What executes plans there reads no more of the context than this.
      context as unknown as GatewayGraphQLRequestContext,
      buildOperationContext({ schema, operationDocument: document }),
      supergraphSchema,
      apiSchema,
    );
  };
}

import type { QueryPlan } from '@apollo/query-planner';
import {
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { SubgraphTransport } from '../../platform/graphql/SubgraphTransport.js';
import { finishErrors } from './errors/finishErrors.js';
import { compilePassThrough } from './passThrough.js';
import { compileNode } from './plan/compileNode.js';
import type { Compilation } from './plan/Step.js';
import type { OperationAnswer, OperationRequest, PreparedOperation } from './PreparedOperation.js';
import { Run } from './Run.js';
import { compileSerializer } from './serializer/compileSerializer.js';
import { UnsupportedShape } from './UnsupportedShape.js';

/** What operations are compiled for: a graph, and the ways to its subgraphs by their names. */
export interface ExecutableGraph {
  /** What callers see. */
  readonly apiSchema: GraphQLSchema;
  /** All of it: with what is `@inaccessible`. */
  readonly supergraphSchema: GraphQLSchema;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  /** Told whenever a subgraph does not answer; the caller gets errors at the fields it was asked for. */
  onUnavailable?(
    this: void,
    error: unknown,
    subgraph: string,
    headers: OperationRequest['headers'],
  ): void;
}

export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
  /** Response names of the caller, by those in the operation that stand for them. */
  readonly names?: ReadonlyMap<string, string>;
}

const noErrors: OperationAnswer['errors'] = [];

/**
 * Turns a plan into functions that ask the subgraphs, and the operation into one that writes the answer.
 * @throws UnsupportedShape if the plan holds something that only @apollo/gateway's executor can run.
 */
export function compileOperation(
  graph: ExecutableGraph,
  { document, operation, plan, names = new Map() }: PlannedOperation,
): PreparedOperation {
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new UnsupportedShape('a subscription');
  const type = operation.operation === OperationTypeNode.QUERY ? 'query' : 'mutation';
  const { apiSchema, supergraphSchema, transports, onUnavailable } = graph;
  const { variableDefinitions = [] } = operation;
  const compilation: Compilation = {
    ...{ supergraphSchema, transports, onUnavailable },
    ...{ type, variableDefinitions },
  };
  const step = plan.node ? compileNode(plan.node, [], compilation) : () => undefined;
  const serialize = compileSerializer(apiSchema, document, operation, names);
  const passThrough =
    names.size === 0
      ? compilePassThrough(plan, document, operation, graph, compilation)
      : undefined;

  function finish(run: Run): OperationAnswer {
    const data = serialize(run);
    const isComplete = run.reported === undefined && run.missing === undefined;
    if (isComplete) return { data, errors: noErrors };
    return { data, errors: finishErrors(run, document, operation, names) };
  }

  return {
    type,
    run(request) {
      const run = new Run(request);
      if (passThrough)
        return passThrough(run).then((data) =>
          data === undefined ? finish(run) : { data, errors: noErrors },
        );
      const steps = step(run);
      return steps ? steps.then(() => finish(run)) : Promise.resolve(finish(run));
    },
  };
}

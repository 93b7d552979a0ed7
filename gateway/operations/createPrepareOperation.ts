import type { QueryPlan } from '@apollo/query-planner';
import { Kind, type DocumentNode } from 'graphql';
import type { ApolloFallback } from '../executor/ApolloFallback.js';
import {
  compileOperation,
  type ExecutableGraph,
  type PlannedOperation,
} from '../executor/compileOperation.js';
import { UnsupportedShape } from '../executor/UnsupportedShape.js';
import type { Planner, RenamedOperation } from '../planning/Planner.js';
import { GatewayError } from '../errors.js';
import { onlyOursRuns } from './onlyOursRuns.js';
import type { PrepareOperation } from './ReadyOperation.js';

/**
 * Plans and compiles operations; those that cannot be compiled run on the executor of @apollo/gateway, unless it would
 * get them wrong.
 */
export function createPrepareOperation(
  graph: ExecutableGraph,
  planner: Planner,
  fallback: ApolloFallback,
): PrepareOperation {
  return async (document, operation, askers) => {
    const { plan, renamed } = await planner.plan(document, operation.name?.value, askers);
    const planned = renamed ? plannedAs(renamed, plan) : { document, operation, plan };
    try {
      return compileOperation(graph, planned);
    } catch (error) {
      if (!(error instanceof UnsupportedShape)) throw error;
      if (renamed || onlyOursRuns(plan)) throw unsupported(error);
      return fallback.operation(planned, error.shape);
    }
  };
}

function plannedAs({ operation, names }: RenamedOperation, plan: QueryPlan): PlannedOperation {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] };
  return { document, operation, plan, names: new Map(names) };
}

function unsupported({ shape }: UnsupportedShape): GatewayError {
  return new GatewayError(
    'UNSUPPORTED_OPERATION',
    `Expected an operation that can be run, got one with ${shape}, and with fields that @apollo/gateway takes for each other.`,
  );
}

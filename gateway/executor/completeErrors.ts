import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { GatewayErrorCode } from '../errors.js';
import { askedPath } from './askedPath.js';

const incomplete: GatewayErrorCode = 'INCOMPLETE_ANSWER';

/**
 * Makes the errors of @apollo/gateway what a client can rely on: what a subgraph left out is an error and not a hint
 * under `extensions`, paths name only what the caller asked for, and nothing is said twice.
 */
export function completeErrors(
  { data, errors = [], extensions }: GatewayExecutionResult,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): GatewayExecutionResult {
  const missing = valueCompletion(extensions).map(
    ({ message, path }) =>
      new GraphQLError(message, { path: path ?? null, extensions: { code: incomplete } }),
  );
  const all = [...errors, ...missing].map((error) => {
    const { message, nodes, source, positions, path, originalError } = error;
    return new GraphQLError(message, {
      nodes: nodes ?? null,
      source: source ?? null,
      positions: positions ?? null,
      path: path ? askedPath(path, document, operation) : null,
      originalError: originalError ?? null,
      extensions: error.extensions,
    });
  });
  const told = new Set<string>();
  const distinct = all.filter((error) => {
    const key = JSON.stringify([error.message, error.path, error.extensions['code']]);
    return !told.has(key) && told.add(key);
  });
  return {
    ...(data !== undefined && { data }),
    ...(distinct.length > 0 && { errors: distinct }),
  };
}

/** What @apollo/gateway found to be missing, or not of its type, when no subgraph reported an error. */
function valueCompletion(
  extensions: GatewayExecutionResult['extensions'],
): readonly GraphQLError[] {
  const found: unknown = extensions?.['valueCompletion'];
  // Set by @apollo/gateway only, always to a list of GraphQLErrors (executeQueryPlan.js).
  return Array.isArray(found) ? (found as GraphQLError[]) : [];
}

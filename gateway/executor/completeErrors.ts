import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { GatewayErrorCode } from '../errors.js';
import { askedPath } from './askedPath.js';
import type { Path } from './fetchedPaths.js';

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
    const path = error.path && askedPath(error.path, document, operation);
    return { error: movedTo(path, error), isCut: path?.length !== error.path?.length };
  });
  const distinct = saidOnce(all);
  return {
    ...(data !== undefined && { data }),
    ...(distinct.length > 0 && { errors: distinct }),
  };
}

function movedTo(path: Path | undefined, error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, originalError, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions,
  });
}

interface Placed {
  readonly error: GraphQLError;
  /** It was about something inside that the caller did not ask for. */
  readonly isCut: boolean;
}

/** Without repetitions, and without cut errors where the same is said of a field inside that was asked for. */
function saidOnce(all: readonly Placed[]): GraphQLError[] {
  const key = ({ message, extensions }: GraphQLError, path: Path | undefined) =>
    JSON.stringify([message, path, extensions['code']]);
  const saidInside = new Set(
    all.flatMap(({ error, isCut }) =>
      isCut || !error.path ? [] : error.path.map((_, end) => key(error, error.path?.slice(0, end))),
    ),
  );
  const said = new Set<string>();
  return all.flatMap(({ error, isCut }) => {
    const own = key(error, error.path);
    if (said.has(own) || (isCut && saidInside.has(own))) return [];
    said.add(own);
    return [error];
  });
}

/** What @apollo/gateway found to be missing, or not of its type, when no subgraph reported an error. */
function valueCompletion(
  extensions: GatewayExecutionResult['extensions'],
): readonly GraphQLError[] {
  const found: unknown = extensions?.['valueCompletion'];
  // Set by @apollo/gateway only, always to a list of GraphQLErrors (executeQueryPlan.js).
  return Array.isArray(found) ? (found as GraphQLError[]) : [];
}

import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { GatewayError } from '../errors.js';
import { measureOperation } from './measureOperation.js';

/** What one operation may be at most. */
export interface Limits {
  readonly depth: number;
  readonly aliases: number;
  /** Of the whole document, counted while it is parsed. */
  readonly tokens: number;
}

export const defaultLimits: Limits = { depth: 15, aliases: 100, tokens: 10_000 };

/** Refuses operations over the limits before they are planned. Tokens are counted by the parser: see parseOptions. */
export function enforceLimits(limits: Limits): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ document, operation }) {
          const refusal = operation && checkLimits(limits, document, operation);
          return refusal ? Promise.reject(refusal.asGraphQLError()) : Promise.resolve();
        },
      }),
  };
}

/** Why an operation is refused, if it is over the limits. */
export function checkLimits(
  limits: Limits,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): GatewayError | undefined {
  const { depth, aliases } = measureOperation(document, operation);
  if (depth > limits.depth) {
    return new GatewayError(
      'QUERY_TOO_DEEP',
      `Expected at most ${String(limits.depth)} fields inside each other, got ${String(depth)}.`,
      { details: { limit: limits.depth, depth } },
    );
  }
  if (aliases > limits.aliases) {
    return new GatewayError(
      'TOO_MANY_ALIASES',
      `Expected at most ${String(limits.aliases)} aliases, got ${String(aliases)}.`,
      { details: { limit: limits.aliases, aliases } },
    );
  }
  return undefined;
}

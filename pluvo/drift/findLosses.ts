import type { GraphQLSchema } from 'graphql';
import { fitOperation, type Deprecation, type Loss } from './fitOperation.js';
import type { Operation } from './Operation.js';

export interface Drift {
  readonly losses: readonly Loss[];
  readonly deprecations: readonly Deprecation[];
}

/** What of a schema the operations use and no longer find, or should stop to use. */
export function findLosses(schema: GraphQLSchema, operations: readonly Operation[]): Drift {
  const fits = operations.map((operation) => fitOperation(schema, operation));
  return {
    losses: fits.flatMap(({ losses }) => losses),
    deprecations: fits.flatMap(({ deprecations }) => deprecations),
  };
}

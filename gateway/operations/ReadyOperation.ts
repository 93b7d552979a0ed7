import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { PreparedOperation } from '../executor/PreparedOperation.js';
import type { Askers } from '../planning/Askers.js';
import type { Prepare } from './PreparedOperations.js';
import { compileVariables, type Variables } from './compileVariables.js';

/** Plans and compiles one operation of a valid document. */
export type PrepareOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  askers: Askers,
) => Promise<PreparedOperation>;

/** An operation that needs nothing any more but the variables of a caller. */
export interface ReadyOperation {
  readonly prepared: PreparedOperation;
  /** Undefined if the variables do not fit: `complain` says why. */
  coerce(this: void, given: Variables): Variables | undefined;
  complain(this: void, given: Variables): readonly GraphQLError[];
}

const noOperation =
  'Expected operationName to name an operation of the document, or the document to hold just one.';

/**
 * Makes operations ready to run.
 * @throws GraphQLError if the document holds no such operation.
 */
export function createReadyOperations(
  schema: GraphQLSchema,
  prepareOperation: PrepareOperation,
): Prepare<ReadyOperation> {
  return async (document, operationName, askers) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new GraphQLError(noOperation);
    const definitions = operation.variableDefinitions ?? [];
    return {
      prepared: await prepareOperation(document, operation, askers),
      coerce: compileVariables(schema, definitions),
      complain: (given) => getVariableValues(schema, definitions, given).errors ?? [],
    };
  };
}

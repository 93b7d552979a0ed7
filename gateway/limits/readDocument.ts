import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { checkLimits, type Limits } from './enforceLimits.js';
import { checkNesting } from './refuseNesting.js';

/**
 * Reads a document that no request brought, as the full lane would.
 * @throws GraphQLError, or GatewayError if it is over the limits
 */
export function readDocument(
  { schema, limits, introspection }: ReadingOptions,
  query: string,
  operationName: string | undefined,
): DocumentNode {
  const nested = checkNesting(query);
  if (nested) throw nested;
  const document = parse(query, { maxTokens: limits.tokens });
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const [problem] = validate(schema, document, rules, { maxErrors: 1 });
  if (problem) throw problem;
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new GraphQLError('Expected an operation of this name, got none.');
  const refusal = checkLimits(limits, document, operation);
  if (refusal) throw refusal;
  return document;
}

export interface ReadingOptions {
  /** What callers see. */
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  /** Whether callers may ask for the schema. */
  readonly introspection: boolean;
}

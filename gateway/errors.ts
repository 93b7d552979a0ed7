import { GraphQLError } from 'graphql';
import { CodedError, type ErrorTable } from '../platform/errors.js';

/** Codes that only the gateway answers, besides those of its subgraphs and of the platform. */
export const gatewayErrors = {
  QUERY_TOO_DEEP: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The operation nests fields deeper than the limit. Nothing was asked of any subgraph.',
  },
  TOO_MANY_ALIASES: {
    http: 400,
    retry: 'after the correction',
    meaning:
      'The operation has more aliases than the limit, counted where fragments are spread. Nothing was asked of any subgraph.',
  },
  TOO_MANY_TOKENS: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The document has more tokens than the limit. Nothing was asked of any subgraph.',
  },
  PLANNING_TOO_COSTLY: {
    http: 400,
    retry: 'after the correction',
    meaning:
      'Finding out which subgraph to ask for what would take too long for this operation. Nothing was asked of any subgraph. Ask for less at once.',
  },
  PLANNING_OVERLOADED: {
    http: 503,
    retry: 'after a while',
    meaning:
      'Too many operations that were not seen before came at once: from this caller, or from all (`by` says which). Nothing was asked of any subgraph.',
  },
  RESERVED_ALIAS: {
    http: 400,
    retry: 'after the correction',
    meaning:
      'An alias has a name that the gateway uses itself between subgraphs. Nothing was asked of any subgraph.',
  },
  UNRESOLVABLE_OPERATION: {
    http: 200,
    retry: 'no',
    meaning:
      'The schema has what the operation asks for, but no subgraph can resolve it. Nothing was asked of any subgraph.',
  },
  UNPLANNABLE_OPERATION: {
    http: 500,
    retry: 'no',
    meaning:
      'The planner failed over this operation; the log has its reason. Nothing was asked of any subgraph. Asking for less, or for the same in other operations, may work.',
  },
  UNSUPPORTED_OPERATION: {
    http: 400,
    retry: 'after the correction',
    meaning:
      'The gateway cannot run this combination of what is asked. Nothing was asked of any subgraph. Ask for less at once.',
  },
  INCOMPLETE_ANSWER: {
    http: 200,
    retry: 'after a while',
    meaning:
      'A subgraph left out something that the schema promises, or sent something that the schema does not know.',
  },
  DOWNSTREAM_SERVICE_ERROR: {
    http: 200,
    retry: 'no',
    meaning: 'A subgraph that is not ours answered an error without a code.',
  },
} as const satisfies ErrorTable;

export type GatewayErrorCode = keyof typeof gatewayErrors;

export class GatewayError extends CodedError<GatewayErrorCode> {
  /** As Apollo Server takes it: with the HTTP status that answers the request if nothing was executed. */
  asGraphQLError(): GraphQLError {
    return new GraphQLError(this.message, {
      extensions: {
        code: this.code,
        ...this.details,
        http: { status: gatewayErrors[this.code].http },
      },
    });
  }
}

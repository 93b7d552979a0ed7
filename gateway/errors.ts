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

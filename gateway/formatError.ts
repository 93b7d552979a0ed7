import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { createErrorFormatter } from '../platform/graphql/formatError.js';
import type { Logger } from '../platform/log.js';
import { gatewayErrors, type GatewayErrorCode } from './errors.js';

type Extensions = Readonly<Record<string, unknown>>;

/**
 * What a caller may see of an error at the gateway: errors that a subgraph answered pass as the subgraph wrote them,
 * our own refusals with their codes, and the rest as the platform decides.
 */
export function createGatewayErrorFormatter(logger: Logger) {
  const format = createErrorFormatter(logger);
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const as = (code: GatewayErrorCode, message: string) => ({ message, extensions: { code } });
    if (!(thrown instanceof GraphQLError)) return format(formatted, thrown);
    // Said by graphql-js in words only.
    if (/Document contains more tha[nt] \d+ tokens/.test(thrown.message))
      return as(
        'TOO_MANY_TOKENS',
        'Expected a document with fewer tokens: this one is over the limit.',
      );

    const { message, path } = formatted;
    const { serviceName, ...extensions }: Extensions = formatted.extensions ?? {};
    // @apollo/gateway marks with serviceName what a subgraph answered; nothing else has it.
    const isPassed = typeof serviceName === 'string';
    if (isPassed || Object.hasOwn(gatewayErrors, String(extensions['code'])))
      return { message, ...(path && { path }), extensions };
    if (isUncodedRefusal(thrown)) return { message, extensions: { code: 'BAD_REQUEST' } };
    return format(formatted, thrown);
  };
}

/** Apollo Server refuses some requests (of persisted queries) with a status of 400 and no code. */
function isUncodedRefusal({ extensions }: GraphQLError): boolean {
  const http: unknown = extensions['http'];
  return (
    extensions['code'] === undefined &&
    typeof http === 'object' &&
    http !== null &&
    'status' in http &&
    http.status === 400
  );
}

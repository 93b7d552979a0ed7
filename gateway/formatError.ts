import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { createErrorFormatter } from '../platform/graphql/formatError.js';
import type { Logger } from '../platform/log.js';
import { gatewayErrors, type GatewayErrorCode } from './errors.js';

type Extensions = Readonly<Record<string, unknown>>;

/** @returns what a caller may see of an error that was thrown. */
export type FormatError = (
  formatted: GraphQLFormattedError,
  thrown: unknown,
) => GraphQLFormattedError;

/** An error that a caller may see as it is: Apollo Server wants an error, and gives it back to be formatted. */
export class FinalError extends GraphQLError {
  readonly formatted: GraphQLFormattedError;

  /** @param status answers the request, if nothing else says more than 200. */
  constructor(formatted: GraphQLFormattedError, status?: number) {
    super(formatted.message, {
      ...(status !== undefined && { extensions: { http: { status } } }),
    });
    this.formatted = formatted;
  }
}

/** What a caller may see of an error, decided at once and not when the answer is written. */
export function finalError(thrown: unknown, format: FormatError): GraphQLFormattedError {
  if (!(thrown instanceof GraphQLError))
    return format({ message: '', extensions: { code: 'INTERNAL_SERVER_ERROR' } }, thrown);
  // As Apollo Server does; what it would take for instructions (http) is left to whoever writes the answer.
  const extensions = { code: 'INTERNAL_SERVER_ERROR', ...thrown.extensions, http: undefined };
  return format({ ...thrown.toJSON(), extensions }, thrown);
}

/**
 * What a caller may see of an error at the gateway: errors that a subgraph answered pass as the subgraph wrote them,
 * our own refusals with their codes, and the rest as the platform decides.
 */
export function createGatewayErrorFormatter(logger: Logger): FormatError {
  const format = createErrorFormatter(logger);
  return (formatted, thrown) => {
    if (thrown instanceof FinalError) return thrown.formatted;
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

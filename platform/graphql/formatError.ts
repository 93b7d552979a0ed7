import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { CodedError, platformErrors } from '../errors.js';
import type { Logger } from '../log.js';
import { currentTrace } from '../trace.js';

/**
 * Turns whatever was thrown into what a caller may see: a coded error keeps its message, code and details, errors of
 * GraphQL itself keep theirs, and everything else is logged and masked.
 */
export function createErrorFormatter(logger: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const { message, locations, path, extensions } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const original = unwrapResolverError(thrown);
    if (original instanceof CodedError) {
      return {
        message: original.message,
        ...place,
        extensions: { code: original.code, ...original.details },
      };
    }
    const code = extensions?.['code'];
    if (
      typeof code === 'string' &&
      code !== 'INTERNAL_SERVER_ERROR' &&
      Object.hasOwn(platformErrors, code)
    ) {
      return { message, ...place, extensions: { code } };
    }
    logger.error({ err: original, path }, 'a resolver failed unexpectedly');
    return maskedError(place);
  };
}

/** What a caller sees of a fault of ours: nothing but the trace id to ask about. */
export function maskedError(place: Partial<GraphQLFormattedError>): GraphQLFormattedError {
  const traceId = currentTrace()?.traceId;
  return {
    message: 'Something went wrong here; the log has the details under the trace id.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(traceId && { traceId }) },
  };
}

import type { GraphQLFormattedError } from 'graphql';
import { PlatformError } from '../../../platform/errors.js';
import type { GatewayErrorCode } from '../../errors.js';
import type { Path } from '../fetchedPaths.js';

type Extensions = Readonly<Record<string, unknown>>;

/** Additions that tell about a subgraph's inside, or that Apollo Server would take for instructions (http). */
const hidden = new Set(['exception', 'stacktrace', 'stack', 'response', 'serviceName', 'http']);

const uncoded: GatewayErrorCode = 'DOWNSTREAM_SERVICE_ERROR';

/** What a caller may see of an error that a subgraph answered, besides its path. */
export function visibleError(
  subgraph: string,
  { message, extensions }: GraphQLFormattedError,
): { message: string; extensions: Extensions } {
  const visible = Object.entries(extensions ?? {}).filter(([key]) => !hidden.has(key));
  return {
    message: message || `Error while fetching subquery from service "${subgraph}"`,
    extensions: Object.fromEntries(
      extensions?.['code'] ? visible : [...visible, ['code', uncoded] as const],
    ),
  };
}

export function isPath(path: unknown): path is Path {
  return (
    Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number')
  );
}

/** Refusals of the request as a whole that are about the gateway's request, never about the caller's. */
export const refusals: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'MALFORMED_JSON',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'UNSUPPORTED_CONTENT_TYPE',
]);

/** What is to be said instead of an answer by which a subgraph refuses what the gateway sent. */
export function refusal(
  subgraph: string,
  errors: readonly GraphQLFormattedError[],
): PlatformError | undefined {
  const refused = errors.find(({ extensions }) => refusals.has(String(extensions?.['code'])));
  if (!refused) return undefined;
  const code = String(refused.extensions?.['code']);
  return unavailable(
    subgraph,
    `it refuses what the gateway sends (${code})`,
    new Error(refused.message),
  );
}

export function unavailable(subgraph: string, came: string, cause?: unknown): PlatformError {
  const details = { subgraph };
  return new PlatformError(
    'SUBGRAPH_UNAVAILABLE',
    `Expected an answer from ${subgraph}; ${came}.`,
    { details, cause },
  );
}

import type { GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { gatewayErrors } from '../errors.js';

/** How an answer of GraphQL is written for a caller. */
export interface MediaType {
  /** For the header content-type. */
  readonly contentType: string;
  /**
   * Asked for by name, as clients from before application/graphql-response+json do: they take every status but 200 for
   * an answer that is not of GraphQL (https://graphql.github.io/graphql-over-http/draft/#sec-application-json).
   */
  readonly isLegacy: boolean;
}

const json = 'application/json';
const graphqlResponse = 'application/graphql-response+json';
const offered = [json, graphqlResponse];

const written = ({ type, isLegacy }: { type: string; isLegacy: boolean }): MediaType =>
  Object.freeze({ contentType: `${type}; charset=utf-8`, isLegacy });
const byDefault = written({ type: json, isLegacy: false });

/** Headers seen, with what was chosen; callers have few different ones. */
const chosen = new LRUCache<string, { readonly mediaType: MediaType | undefined }>({ max: 500 });

/**
 * The media type to answer in, by the header Accept (RFC 9110, section 12.5.1).
 * @returns undefined if the caller takes none of ours.
 */
export function mediaTypeFor(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept === '') return byDefault;
  const known = chosen.get(accept);
  if (known) return known.mediaType;
  const mediaType = choose(accept);
  if (accept.length <= 1_000) chosen.set(accept, { mediaType });
  return mediaType;
}

/** Why an operation is not run although the request that brought it is well-formed. */
const requestErrors = new Set([
  ...['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'],
  ...['OPERATION_RESOLUTION_FAILURE', ...Object.keys(gatewayErrors)],
]);

/** The status that an answer has in its media type. */
export function statusFor(
  { isLegacy }: MediaType,
  status: number,
  errors: readonly GraphQLFormattedError[],
): number {
  if (!isLegacy || status !== 400) return status;
  const isOfGraphql = errors.some(({ extensions }) =>
    requestErrors.has(String(extensions?.['code'])),
  );
  return isOfGraphql ? 200 : status;
}

interface Range {
  readonly type: string;
  readonly parameters: readonly string[];
  readonly quality: number;
  readonly position: number;
}

function choose(accept: string): MediaType | undefined {
  const ranges = accept.split(',').map(rangeOf);
  const candidates = offered.flatMap((type) => {
    const [best] = ranges
      .filter((range) => covers(range, type))
      .sort((a, b) => specificity(b) - specificity(a));
    return best && best.quality > 0 ? [{ type, range: best }] : [];
  });
  // Sorting is stable: what is left equal stays in the order of our preference.
  const [first] = candidates.sort(
    ({ range: a }, { range: b }) =>
      b.quality - a.quality || specificity(b) - specificity(a) || a.position - b.position,
  );
  return (
    first &&
    written({ type: first.type, isLegacy: first.type === json && first.range.type === json })
  );
}

function rangeOf(text: string, position: number): Range {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = rest.find((part) => part.startsWith('q='));
  return {
    ...{ type, position },
    parameters: rest.filter((part) => part !== quality),
    quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0,
  };
}

function covers({ type, parameters }: Range, offer: string): boolean {
  const isOurCharset = parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter));
  return isOurCharset && (type === offer || type === 'application/*' || type === '*/*');
}

function specificity({ type, parameters }: Range): number {
  const isWhole = type !== '*/*' && type !== 'application/*';
  return (isWhole ? 4 : type === '*/*' ? 0 : 2) + (parameters.length > 0 ? 1 : 0);
}

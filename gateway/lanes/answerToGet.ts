import type { HTTPGraphQLHead } from '@apollo/server';
import type { Keepable } from '../answers/DeclaredCaching.js';
import { entityTagOf, isKnownBy } from '../answers/entityTag.js';
import type { MediaType } from './mediaTypes.js';

export interface GetAnswer {
  readonly body: string;
  readonly mediaType: MediaType;
  /** Absent if it may not be kept. */
  readonly keepable: Keepable | undefined;
  /** Of its oldest part. */
  readonly ageMs: number;
  readonly ifNoneMatch: string | undefined;
}

/**
 * What HTTP says of an answer without errors to GET: under which tag to ask for it again, how long it need not be asked for, and
 * 304 if the client has it. An answer that is not to be stored has a tag as well: it is for programs that keep what they show.
 */
export function answerToGet(http: HTTPGraphQLHead, answer: GetAnswer): void {
  const { body, mediaType, keepable } = answer;
  const entityTag = entityTagOf(body, mediaType.contentType);
  http.headers.set('etag', entityTag);
  http.headers.set('vary', 'accept, authorization');
  if (keepable) http.headers.set('cache-control', cacheControlOf(keepable, answer.ageMs));
  if (isKnownBy(answer.ifNoneMatch, entityTag)) http.status = 304;
}

function cacheControlOf({ forMs, generations }: Keepable, ageMs: number): string {
  // An invalidation does not reach what a browser has: it must ask each time, which is cheap by the tag.
  if (generations.size > 0) return 'private, no-cache';
  // Whoever reads it takes Age off.
  return `private, max-age=${String(Math.floor(ageMs / 1_000) + Math.floor(forMs / 1_000))}`;
}

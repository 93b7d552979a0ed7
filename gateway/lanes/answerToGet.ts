import type { Keepable } from '../answers/DeclaredCaching.js';
import { entityTagOf, isKnownBy } from '../answers/entityTag.js';
import type { MediaType } from './mediaTypes.js';

export interface GetAnswer {
  readonly body: string;
  readonly mediaType: MediaType;
  /** Absent if it may not be kept. */
  readonly keepable: Keepable | undefined;
  /** Of its oldest part, when it was made. */
  readonly ageMs: number;
  readonly ifNoneMatch: string | undefined;
}

export interface GetHead {
  /** Whether the client has it: then it is 304 without a body. */
  readonly isKnown: boolean;
  readonly fields: {
    readonly 'cache-control': string;
    readonly etag: string;
    readonly vary: string;
  };
}

/**
 * What HTTP says of an answer without errors to GET: under which tag to ask for it again, how long it need not be asked for, and
 * 304 if the client has it. An answer that is not to be stored has a tag as well: it is for programs that keep what they show.
 */
export function answerToGet(answer: GetAnswer): GetHead {
  const { body, mediaType, keepable, ageMs, ifNoneMatch } = answer;
  const etag = entityTagOf(body, mediaType.contentType);
  return {
    isKnown: isKnownBy(ifNoneMatch, etag),
    fields: {
      'cache-control': keepable ? cacheControlOf(keepable, ageMs) : 'no-store',
      ...{ etag, vary: 'accept, authorization' },
    },
  };
}

function cacheControlOf({ forMs, generations }: Keepable, ageMs: number): string {
  // An invalidation does not reach what a browser has: it must ask each time, which is cheap by the tag.
  if (generations.size > 0) return 'private, no-cache';
  // Whoever reads it takes Age off.
  return `private, max-age=${String(Math.floor(ageMs / 1_000) + Math.floor(forMs / 1_000))}`;
}

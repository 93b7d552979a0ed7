import { PlatformError } from '../../platform/errors.js';
import type { RequestHead } from '../../platform/http1/RequestHead.js';
import type { Caller } from '../../platform/identity.js';
import type { Identify } from '../auth/identify.js';
import type { Decline } from './LaneCounts.js';
import { mediaTypeFor, type MediaType } from './mediaTypes.js';

/** A request of which nothing is left to find out before its body is read. */
export interface OrdinaryRequest {
  readonly caller: Caller;
  readonly mediaType: MediaType;
}

const json = /^application\/json(; ?charset=utf-8)?$/i;

/** Looks at everything but the body: that of a stranger is not read. */
export function lookAtRequest(
  { method, headers, lengthBytes }: RequestHead,
  { identify, bodyLimitBytes }: { identify: Identify; bodyLimitBytes: number },
): OrdinaryRequest | Decline {
  if (method !== 'POST') return 'method';
  if (!json.test(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined)
    return 'headers';
  if (lengthBytes > bodyLimitBytes) return 'headers';
  const mediaType = mediaTypeFor(headers['accept']);
  if (!mediaType) return 'media type';
  try {
    return { caller: identify(headers), mediaType };
  } catch (error) {
    if (error instanceof PlatformError) return 'caller';
    throw error;
  }
}

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
  /** Absent if it is a POST. */
  readonly get: GetRequest | undefined;
}

/** What is particular to GET. */
export interface GetRequest {
  /** Path and query, which stand for the body. */
  readonly url: string;
  readonly ifNoneMatch: string | undefined;
}

const json = /^application\/json(; ?charset=utf-8)?$/i;

/** Looks at everything but the body: that of a stranger is not read. */
export function lookAtRequest(
  head: RequestHead,
  { identify, bodyLimitBytes }: { identify: Identify; bodyLimitBytes: number },
): OrdinaryRequest | Decline {
  const { method, url, headers, lengthBytes } = head;
  if (method !== 'POST' && method !== 'GET') return 'method';
  if (method === 'POST' && url.includes('?')) return 'url';
  const isUsual = method === 'GET' ? isUsualGet(head) : json.test(headers['content-type'] ?? '');
  if (!isUsual || headers['content-encoding'] !== undefined) return 'headers';
  if (lengthBytes > bodyLimitBytes) return 'headers';
  const mediaType = mediaTypeFor(headers['accept']);
  if (!mediaType) return 'media type';
  try {
    const get = method === 'GET' ? { url, ifNoneMatch: headers['if-none-match'] } : undefined;
    return { caller: identify(headers), mediaType, get };
  } catch (error) {
    if (error instanceof PlatformError) return 'caller';
    throw error;
  }
}

/** Without a body, and with a header that no page of another origin may send unasked. */
function isUsualGet({ headers, lengthBytes }: RequestHead): boolean {
  const contentType = headers['content-type'];
  if (lengthBytes > 0) return false;
  if (contentType !== undefined) return json.test(contentType);
  return Boolean(headers['apollo-require-preflight'] ?? headers['x-apollo-operation-name']);
}

import { createHash } from 'node:crypto';

/** The strong entity tag of a body (RFC 9110, section 8.8.3): another media type is another representation. */
export function entityTagOf(body: string, contentType: string): string {
  return `"${createHash('sha256').update(`${contentType}\n${body}`).digest('base64url')}"`;
}

const entityTags = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether what a client has is still it, by the header If-None-Match: compared weakly (RFC 9110, section 13.1.2). */
export function isKnownBy(ifNoneMatch: string | undefined, entityTag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return [...ifNoneMatch.matchAll(entityTags)].some(([, opaque]) => opaque === entityTag);
}

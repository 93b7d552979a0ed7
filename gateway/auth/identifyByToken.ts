import { createHash, timingSafeEqual } from 'node:crypto';
import { PlatformError } from '../../platform/errors.js';
import type { Caller } from '../../platform/identity.js';
import type { Identify } from './identify.js';

/** A caller and the token it presents as `Authorization: Bearer <token>` (RFC 6750). */
export interface ConfiguredCaller extends Caller {
  readonly token: string;
}

/** Knows callers by their configured tokens. */
export function identifyByToken(callers: readonly ConfiguredCaller[]): Identify {
  const known = callers.map(({ token, ...caller }) => ({ caller, digest: digestOf(token) }));
  return ({ authorization }) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw refusal('no token came in the header Authorization');
    const digest = digestOf(token);
    // All are compared, each in constant time: how long it takes tells nothing about any token.
    const [found] = known.filter((candidate) => timingSafeEqual(candidate.digest, digest));
    if (!found) throw refusal('the token that came is not known');
    return found.caller;
  };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function refusal(came: string): PlatformError {
  return new PlatformError(
    'UNAUTHENTICATED',
    `Expected Authorization: Bearer with the token of a configured caller; ${came}.`,
  );
}

import { refusal, type Answer } from './Answer.js';

export function unauthorized(): Answer {
  return refusal(401, 'Authentication credentials were not provided, or have expired.', {
    'www-authenticate': 'Bearer',
  });
}

export function forbidden(scope: string): Answer {
  return refusal(403, `You do not have permission to perform this action: scope ${scope}.`);
}

/** @param retryAfterS sent as Retry-After if given. */
export function tooManyRequests(retryAfterS: number | undefined): Answer {
  const headers = retryAfterS === undefined ? undefined : { 'retry-after': String(retryAfterS) };
  return refusal(429, 'Request was throttled.', headers);
}

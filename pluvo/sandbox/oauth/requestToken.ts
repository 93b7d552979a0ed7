import { createHash, timingSafeEqual } from 'node:crypto';
import type { Answer } from '../answers/Answer.js';
import { knownScopes, type Scope } from './scopes.js';
import type { Tokens } from './Tokens.js';

/** The one API client that the sandbox knows. */
export interface ApiClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes that it may ask for. */
  readonly allowedScopes: readonly Scope[];
}

/**
 * Answers a request for a token: client credentials (RFC 6749, section 4.4), errors as in section 5.2.
 * @param form undefined if the body was not sent as application/x-www-form-urlencoded.
 */
export function requestToken(
  form: URLSearchParams | undefined,
  client: ApiClient,
  tokens: Tokens,
): Answer {
  if (!form?.has('grant_type')) return failure(400, 'invalid_request');
  if (form.get('grant_type') !== 'client_credentials') {
    return failure(400, 'unsupported_grant_type');
  }
  const { clientId, clientSecret, allowedScopes } = client;
  const isClient =
    isSame(form.get('client_id'), clientId) && isSame(form.get('client_secret'), clientSecret);
  if (!isClient) return failure(401, 'invalid_client');

  const asked = form.get('scope')?.split(' ').filter(Boolean) ?? [];
  const scopes = asked.length === 0 ? allowedScopes : knownScopes.filter((s) => asked.includes(s));
  const isGranted =
    asked.every((name) => scopes.some((scope) => scope === name)) &&
    scopes.every((scope) => allowedScopes.includes(scope));
  if (!isGranted) return failure(400, 'invalid_scope');

  const answer = {
    access_token: tokens.issue({ clientId, scopes }),
    token_type: 'Bearer',
    expires_in: tokens.ttlS,
    scope: scopes.join(' '),
  };
  return { status: 200, body: answer, headers: { 'cache-control': 'no-store' } };
}

function failure(status: number, error: string): Answer {
  const headers = { 'cache-control': 'no-store' };
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return { status, body: { error }, headers: { ...headers, ...challenge } };
}

function isSame(given: string | null, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return given !== null && timingSafeEqual(digest(given), digest(expected));
}

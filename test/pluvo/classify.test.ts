import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { classify } from '../../pluvo/classify.js';
import type { Exchange } from '../../pluvo/sendOnce.js';

const data = z.object({ ok: z.boolean() });
const nowMs = Date.parse('2026-01-15T09:00:00Z');

const json = 'application/json';
function answered(
  status: number,
  body: unknown,
  { retryAfter, contentType = json }: { retryAfter?: string; contentType?: string } = {},
): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answered', status, retryAfter, contentType, body: text };
}
const meaning = (exchange: Exchange) => classify(exchange, data, nowMs);

test('a complete answer without errors is definite', () => {
  expect(meaning(answered(200, { data: { ok: true } }))).toEqual({
    kind: 'DEFINITE',
    result: { ok: true },
  });
});

test.each([
  'application/json; charset=utf-8',
  'application/graphql-response+json',
  'Application/JSON',
])('an answer of the type %s is one of GraphQL', (contentType) => {
  expect(meaning(answered(200, { data: { ok: true } }, { contentType }))).toMatchObject({
    kind: 'DEFINITE',
  });
});

test.each([null, []])('errors that are %j are no errors', (errors) => {
  expect(meaning(answered(200, { data: { ok: true }, errors }))).toMatchObject({
    kind: 'DEFINITE',
  });
});

test('a request that never left is not sent', () => {
  expect(meaning({ kind: 'not sent', reason: 'connect ECONNREFUSED' })).toMatchObject({
    kind: 'NOT_SENT',
  });
});

test.each([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [429, 'RATE_LIMITED'],
  [413, 'INVALID'],
  [400, 'INVALID'],
] as const)('status %i is a refusal before execution: %s', (status, cause) => {
  expect(meaning(answered(status, 'whatever'))).toMatchObject({
    kind: 'REJECTED_BEFORE_EXECUTION',
    cause,
  });
});

test('errors without data are a refusal before execution', () => {
  expect(meaning(answered(200, { errors: [{ message: 'Unknown argument' }] }))).toMatchObject({
    kind: 'REJECTED_BEFORE_EXECUTION',
    cause: 'INVALID',
  });
});

test.each([
  ['a broken connection', { kind: 'broken', reason: 'read ECONNRESET' }],
  ['a server error', answered(503, 'try later')],
  ['a request timeout', answered(408, '')],
  ['a redirect', answered(301, '')],
  ['a truncated body', answered(200, '{"data": {"ok": tr')],
  ['a body that is no JSON', answered(200, '<html>')],
  [
    'an answer of another type',
    answered(200, { data: { ok: true } }, { contentType: 'text/html' }),
  ],
  ['an answer of no type', answered(200, { data: { ok: true } }, { contentType: '' })],
  ['an answer of another shape', answered(200, { data: { ok: 'yes' } })],
  ['an answer without data or errors', answered(200, {})],
  ['data null with errors', answered(200, { data: null, errors: [{ message: 'late' }] })],
  ['data with errors', answered(200, { data: { ok: true }, errors: [{ message: 'late' }] })],
  ['status 400 with data', answered(400, { data: { ok: true } })],
  ['status 400 with data and errors null', answered(400, { data: { ok: true }, errors: null })],
  ['status 400 with data and odd errors', answered(400, { data: { ok: true }, errors: ['late'] })],
  [
    'an error without data that names the field it came from',
    answered(200, { errors: [{ message: 'late', path: ['generateCertificate'] }] }),
  ],
  [
    'status 400 with an error that names the field it came from',
    answered(400, { errors: [{ message: 'late', path: ['generateCertificate'] }] }),
  ],
  [
    'status 401 with an error that names the field it came from',
    answered(401, { errors: [{ message: 'late', path: ['generateCertificate'] }] }),
  ],
  ['status 403 with data', answered(403, { data: { ok: true } })],
  ['status 413 with data', answered(413, { data: null })],
  [
    'status 429 with data null and errors',
    answered(429, { data: null, errors: [{ message: 'late' }] }),
  ],
  ['errors of another shape', answered(200, { errors: ['Unknown argument'] })],
  ['no errors and no data', answered(200, { errors: [] })],
] as const)('%s leaves the outcome unknown', (_name, exchange) => {
  expect(meaning(exchange)).toMatchObject({ kind: 'UNKNOWN' });
});

test.each([
  ['120', 120_000],
  ['Thu, 15 Jan 2026 09:00:30 GMT', 30_000],
  ['soon', undefined],
])('Retry-After: %s is a wait of %s ms', (header, retryAfterMs) => {
  expect(meaning(answered(429, '', { retryAfter: header }))).toMatchObject({ retryAfterMs });
});

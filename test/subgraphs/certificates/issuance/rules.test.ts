import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../pluvo/outcome.js';
import type { PluvoBulkAction } from '../../../../pluvo/types.js';
import { naturalKey } from '../../../../subgraphs/certificates/issuance/naturalKey.js';
import { parseIssueCertificate } from '../../../../subgraphs/certificates/issuance/parseCommand.js';
import { settle } from '../../../../subgraphs/certificates/issuance/settle.js';
import { finalStatus } from '../../../../subgraphs/certificates/issuance/states.js';

const limits = { maxRecipients: 5, defaultWaitMs: 10_000, maxWaitMs: 25_000 };
const input = {
  requestId: '018f2c6e-0000-7000-8000-000000000001',
  certificateId: '11111111-1111-4111-8111-111111111111',
  emails: ['ada@example.com', 'grace@example.com'],
};
const parse = (changes: object = {}) =>
  parseIssueCertificate({ ...input, ...changes }, 'hr', limits);

describe('A request to issue is refused', () => {
  test.each([
    ['INVALID_REQUEST_ID', { requestId: 'too-short' }],
    ['INVALID_REQUEST_ID', { requestId: 'x'.repeat(256) }],
    ['INVALID_REQUEST_ID', { requestId: 'with a space, long enough' }],
    ['INVALID_REQUEST_ID', { requestId: 'control\u0007character-in-it' }],
    ['INVALID_UUID', { certificateId: 'certificate-1' }],
    ['INVALID_UUID', { trainingId: '1234' }],
    ['INVALID_EMAIL', { emails: ['ada@example.com', 'not an address'] }],
    ['NO_RECIPIENTS', { emails: [] }],
    [
      'TOO_MANY_RECIPIENTS',
      { emails: Array.from({ length: 6 }, (_, i) => `p${String(i)}@example.com`) },
    ],
    ['INVALID_DATE', { issueDate: 'yesterday' }],
    ['INVALID_DATE', { issueDate: '2026-02-30T10:00:00Z' }],
    ['INVALID_DATE', { issueDate: '2026-02-10' }],
    ['INVALID_DATE', { issueDate: '9999-12-31T23:59:59-01:00' }],
    ['INVALID_DATE', { issueDate: '0001-01-01T00:00:00+01:00' }],
    ['INVALID_TITLE', { title: '   ' }],
    ['INVALID_TITLE', { title: 'x'.repeat(256) }],
    ['INVALID_TITLE', { title: 'First\0Aid' }],
    ['INVALID_TITLE', { title: 'First\nAid' }],
    ['INVALID_TITLE', { title: 'half a character: \ud83d' }],
    ['INVALID_WAIT', { waitMs: -1 }],
    ['INVALID_WAIT', { waitMs: 25_001 }],
  ])('with %s for %j', (code, changes) => {
    expect(() => parse(changes)).toThrow(expect.objectContaining({ code }));
  });

  test('without repeating an address in the message', () => {
    expect(() => parse({ emails: ['secret.person@nowhere'] })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret.person') }),
    );
  });
});

test('a date is pinned in UTC and to the second', () => {
  expect(parse({ issueDate: '2026-03-01T01:30:15.987+02:00' }).issueDate).toBe(
    '2026-02-28T23:30:15Z',
  );
});

describe('The natural key', () => {
  const intent = {
    certificateId: input.certificateId,
    trainingId: undefined,
    title: 'First  Aid',
    issueDate: '2026-03-01T09:00:00Z',
  };
  const key = (changes: object = {}, user = 'u1') => naturalKey({ ...intent, ...changes }, user);

  test('is the same at another hour of the day and for a title that reads the same', () => {
    expect(key({ issueDate: '2026-03-01T23:59:59Z', title: 'first aid' })).toBe(key());
  });
  test('is another for another day, title, training, template or person', () => {
    const others = [
      key({ issueDate: '2026-03-02T00:00:00Z' }),
      key({ title: 'Second Aid' }),
      key({ trainingId: input.certificateId }),
      key({ certificateId: 'another' }),
      key({}, 'u2'),
    ];
    expect(new Set([...others, key()]).size).toBe(6);
  });
});

describe('What Pluvo answers about a chunk', () => {
  const users = ['a', 'b', 'c'];
  const lists = (succeededIds: string[], failedIds: string[]): Outcome<PluvoBulkAction> => ({
    kind: 'DEFINITE',
    result: { succeededIds, failedIds },
  });

  test('settles everybody when the lists cover the request', () => {
    expect(settle(lists(['a', 'C'], ['b']), users)).toMatchObject({
      issued: ['a', 'c'],
      failed: ['b'],
      unknown: [],
    });
  });
  test('leaves who is in neither list unknown, not failed', () => {
    expect(settle(lists(['a'], ['b']), users)).toMatchObject({
      issued: ['a'],
      failed: ['b'],
      unknown: ['c'],
    });
  });
  test.each([
    ['a user in both lists', lists(['a', 'b'], ['b', 'c'])],
    ['a user nobody asked for', lists(['a', 'b', 'c', 'd'], [])],
  ])('makes the whole chunk unknown and raises an alarm for %s', (_name, outcome) => {
    expect(settle(outcome, users)).toMatchObject({
      issued: [],
      failed: [],
      unknown: users,
      alarm: expect.any(String),
    });
  });
  test('lost on the way is unknown for everybody', () => {
    expect(settle({ kind: 'UNKNOWN', reason: 'reset' }, users)).toMatchObject({
      issued: [],
      unknown: users,
    });
  });
  test.each(['RATE_LIMITED', 'UNAUTHENTICATED'] as const)(
    '%s means: the same again later',
    (cause) => {
      const outcome = {
        kind: 'REJECTED_BEFORE_EXECUTION',
        cause,
        reason: '',
        retryAfterMs: 1_000,
      } as const;
      expect(settle(outcome, users)).toMatchObject({ kind: 'again', retryAfterMs: 1_000 });
    },
  );
  test.each(['FORBIDDEN', 'INVALID'] as const)('%s fails everybody', (cause) => {
    const outcome = { kind: 'REJECTED_BEFORE_EXECUTION', cause, reason: '' } as const;
    expect(settle(outcome, users)).toMatchObject({ failed: users, failure: 'PLUVO_REFUSED' });
  });
  test('not sent means: the same again later', () => {
    expect(settle({ kind: 'NOT_SENT', reason: 'refused' }, users)).toMatchObject({ kind: 'again' });
  });
});

test.each([
  [{ issued: 3 }, 'SUCCEEDED'],
  [{ issued: 2, failed: 1 }, 'PARTIAL'],
  [{ failed: 3 }, 'FAILED'],
  [{ issued: 2, parked: 1 }, 'NEEDS_REVIEW'],
  [{ issued: 2, parked: 1, unknown: 1 }, undefined],
])('an issuance with %j is %s', (counts, status) => {
  const nobody = { ready: 0, sending: 0, unknown: 0, issued: 0, failed: 0, parked: 0 };
  expect(finalStatus({ ...nobody, ...counts })).toBe(status);
});

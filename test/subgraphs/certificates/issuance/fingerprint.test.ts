import { describe, expect, test } from '@jest/globals';
import {
  fingerprint,
  fingerprintVersions,
  isSameRequest,
} from '../../../../subgraphs/certificates/issuance/fingerprint.js';
import {
  parseGenerateCertificate,
  parseIssueCertificate,
} from '../../../../subgraphs/certificates/issuance/parseCommand.js';

const limits = { maxRecipients: 5, defaultWaitMs: 10_000, maxWaitMs: 25_000 };
const input = {
  requestId: '018f2c6e-0000-7000-8000-000000000001',
  certificateId: '11111111-1111-4111-8111-111111111111',
  emails: ['ada@example.com', 'grace@example.com'],
};
const parse = (changes: object = {}) =>
  parseIssueCertificate({ ...input, ...changes }, 'hr', limits);
const print = (changes: object = {}) => fingerprint(parse(changes));

describe('The fingerprint of a request', () => {
  test('is the same for the same addresses in another order, case, spacing or number', () => {
    const emails = [' Grace@Example.com', 'ADA@example.com', 'ada@example.com'];
    expect(print({ emails })).toBe(print());
  });

  test('is the same however long the caller waits, and for the same instant in another offset', () => {
    expect(print({ waitMs: 0 })).toBe(print());
    expect(print({ issueDate: '2026-03-01T10:00:00+01:00' })).toBe(
      print({ issueDate: '2026-03-01T09:00:00Z' }),
    );
  });

  test.each([
    [{ title: 'Another' }],
    [{ emails: ['ada@example.com'] }],
    [{ certificateId: '22222222-2222-4222-8222-222222222222' }],
    [{ trainingId: '22222222-2222-4222-8222-222222222222' }],
    [{ issueDate: '2026-03-01T09:00:00Z' }],
    [{ onDuplicate: 'ISSUE_AGAIN' }],
  ])('is another with %j', (changes) => {
    expect(print(changes)).not.toBe(print());
    expect(isSameRequest(print(), parse(changes))).toBe(false);
  });

  test('is another for another operation', () => {
    const { requestId, certificateId: id } = input;
    const command = parseGenerateCertificate({ requestId, id, userIds: [id] }, 'hr', limits);
    expect(fingerprint(command)).not.toBe(print());
  });

  test('is for ever what version 1 once was', () => {
    const emails = [' Grace@Example.com', 'ADA@example.com'];
    const written = '1:7456ea8e373b5ce3f15d4b3b9f18b7f911374b4a36062371c901097fa19abe75';
    expect(isSameRequest(written, parse({ emails }))).toBe(true);
  });
});

describe('After a deploy with a new version of the fingerprint', () => {
  const [first = () => undefined] = fingerprintVersions;
  // A version that looks at less: what it calls the same, version 1 does not.
  const versions = [first, () => 'all alike'];
  const old = fingerprint(parse());
  const recent = fingerprint(parse(), versions);

  test('old records are compared by their own version, new ones by the new', () => {
    expect([old.split(':')[0], recent.split(':')[0]]).toEqual(['1', '2']);
    expect(isSameRequest(old, parse(), versions)).toBe(true);
    expect(isSameRequest(old, parse({ title: 'Another' }), versions)).toBe(false);
    expect(isSameRequest(recent, parse({ title: 'Another' }), versions)).toBe(true);
  });

  test('and taken back, the older build says that it cannot compare', () => {
    expect(() => isSameRequest(recent, parse())).toThrow(
      expect.objectContaining({ code: 'REQUEST_ID_NOT_COMPARABLE' }),
    );
    expect(() => isSameRequest('not a fingerprint', parse())).toThrow(
      expect.objectContaining({ code: 'REQUEST_ID_NOT_COMPARABLE' }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { emailKey, parseEmails } from '../../platform/email.js';

describe('E-mail addresses', () => {
  test('are the same person whatever their case and the spaces around them', () => {
    expect(emailKey('  Anna.B@Example.ORG ')).toBe(emailKey('anna.b@example.org'));
  });

  test('are read in their order, doubles included', () => {
    expect(parseEmails(['B@example.org', ' a@example.org', 'b@example.org'], 'emails')).toEqual([
      'b@example.org',
      'a@example.org',
      'b@example.org',
    ]);
  });

  test.each([
    '',
    '@',
    'a',
    'a@',
    'a@b',
    'a b@example.org',
    'a@example.org\0',
    `${'a'.repeat(250)}@example.org`,
  ])('must look like one: "%s"', (malformed) => {
    expect(() => parseEmails([malformed], 'emails')).toThrow(
      expect.objectContaining({ code: 'INVALID_EMAIL' }),
    );
  });

  test('that are malformed are told by position, never by what they are', () => {
    const given = ['a@example.org', 'secret.person', 'b@example.org', 'other.person@'];
    const parse = () => parseEmails(given, 'input.emails');
    expect(parse).toThrow(
      'Expected e-mail addresses in input.emails; 2 of 4 are not (counting from 0: 1, 3).',
    );
    expect(parse).toThrow(
      expect.objectContaining({ details: { argument: 'input.emails', positions: [1, 3] } }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../platform/log.js';
import { traceFrom, withTrace } from '../../platform/trace.js';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLogger({ name: 'tests', level: 'info', destination }));
  return lines.join('');
}

describe('The log', () => {
  test.each([
    ['an address in the message', {}, 'no account for anna.b+x@mail.example.org'],
    ['an address in a field', { user: { email: 'anna.b+x@mail.example.org' } }, 'm'],
    ['an address in a key', { 'anna.b+x@mail.example.org': 1 }, 'm'],
    ['an address in an error', { err: new Error('refused anna.b+x@mail.example.org') }, 'm'],
    ['an address with an apostrophe', {}, "anna.b'x@mail.example.org"],
    ['an address of another script', {}, 'no account for анна@пример.рф'],
  ])('never shows %s', (_where, fields, message) => {
    const text = logged((logger) => {
      logger.info(fields, message);
    });
    expect(text).toContain('[email]');
    expect(text).not.toMatch(/anna|анна|example|пример/);
  });

  test.each([
    ['a bearer token', { headers: { authorization: `Bearer ${token}` } }],
    ['a bearer token in a text', { note: `sent with Bearer ${token} to Pluvo` }],
    ['a field named token', { token }],
    ['a field whose name ends like that', { pluvoClientSecret: token }],
    ['an access token of OAuth', { body: `{"access_token":"${token}","expires_in":1}` }],
    [
      'a form with a client secret',
      { body: `grant_type=client_credentials&client_secret=${token}` },
    ],
    ['a password in a URL', { url: `postgres://app:${token}@db.internal:5432/app` }],
    ['a cause of an error', { err: new Error('x', { cause: new Error(`token=${token}`) }) }],
  ])('never shows %s', (_where, fields) => {
    const text = logged((logger) => {
      logger.info(fields, 'm');
    });
    expect(text).not.toContain(token);
    expect(text).not.toContain(token.slice(0, 20));
  });

  test('stays readable as JSON when something was taken out', () => {
    const text = logged((logger) => {
      logger.info(
        { email: 'anna@example.org', token, headers: { authorization: `Bearer ${token}` } },
        'm',
      );
    });
    expect(JSON.parse(text)).toMatchObject({ name: 'tests', msg: 'm', email: '[email]' });
  });

  test('says to which trace a line belongs', () => {
    const trace = traceFrom(undefined);
    const text = logged((logger) => {
      withTrace(trace, () => {
        logger.info('inside');
      });
    });
    expect(JSON.parse(text)).toMatchObject({ traceId: trace.traceId });
  });
});

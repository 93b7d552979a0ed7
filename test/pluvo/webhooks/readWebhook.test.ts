import { expect, test } from '@jest/globals';
import { digestOf, readWebhook } from '../../../pluvo/webhooks/readWebhook.js';

const read = (text: string) => readWebhook(Buffer.from(text));

test('fields that are missing or new are no reason to drop an event', () => {
  expect(read('{}')).toEqual({ event: undefined, sentAtMs: undefined, fields: {} });
  expect(read('{"event":"NEW_ONE","extra":{"deep":[1]},"sentDate":7}')).toEqual({
    event: 'NEW_ONE',
    sentAtMs: undefined,
    fields: { event: 'NEW_ONE', extra: { deep: [1] }, sentDate: 7 },
  });
});

test.each(['', 'no json', '[]', '"text"', '7', 'null', '{"event":"USER_CREATED"'])(
  '%j is no event',
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);

test.each([
  '2026-01-15T09:00:00Z',
  '2026-01-15T09:00:00.000Z',
  '2026-01-15T10:00:00+01:00',
  '2026-01-15T10:00:00+0100',
  // As Python writes what has no zone; in Pluvo it is UTC.
  '2026-01-15T09:00:00.000000',
  '2026-01-15 09:00:00',
])('the date %s is read', (sentDate) => {
  expect(read(JSON.stringify({ sentDate }))?.sentAtMs).toBe(Date.UTC(2026, 0, 15, 9));
});

test('a body is known again by its bytes, and by nothing else', () => {
  expect(digestOf(Buffer.from('{"a":1}'))).toBe(digestOf(Buffer.from('{"a":1}')));
  expect(digestOf(Buffer.from('{"a":1}'))).not.toBe(digestOf(Buffer.from('{"a": 1}')));
});

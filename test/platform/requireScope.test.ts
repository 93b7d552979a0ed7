import { expect, test } from '@jest/globals';
import { requireScope } from '../../platform/requireScope.js';

test('a caller without the scope is refused, and told which one is needed', () => {
  expect(() => {
    requireScope({ name: 'lms', scopes: ['other'] }, 'certificates:admin');
  }).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN', details: { scope: 'certificates:admin' } }),
  );
  expect(() => {
    requireScope({ name: 'ops', scopes: ['certificates:admin'] }, 'certificates:admin');
  }).not.toThrow();
});

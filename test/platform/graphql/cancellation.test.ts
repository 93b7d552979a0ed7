import { expect, test } from '@jest/globals';
import { Cancellation } from '../../../platform/Cancellation.js';

test('whoever listens when nobody waits any more is told, once', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const gone = () => told.push('gone');
  cancellation.addEventListener('abort', () => told.push('there'));
  cancellation.addEventListener('abort', gone);
  cancellation.removeEventListener('abort', gone);
  expect(cancellation.aborted).toBe(false);
  cancellation.abort();
  cancellation.abort();
  expect(cancellation.aborted).toBe(true);
  expect(told).toEqual(['there']);
});

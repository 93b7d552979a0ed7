import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../../platform/relay/cursor.js';

describe('A cursor', () => {
  test('leads back to the position it was made of, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (position) => {
        expect(decodeCursor('users', encodeCursor('users', position))).toBe(position);
      }),
    );
  });

  test.each(['', 'made up', encodeCursor('certificates', '1'), `${encodeCursor('users', '1')}=`])(
    'of another connection, or of nobody, is refused: "%s"',
    (cursor) => {
      expect(() => decodeCursor('users', cursor)).toThrow(
        expect.objectContaining({ code: 'INVALID_CURSOR' }),
      );
    },
  );
});

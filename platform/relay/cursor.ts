import { PlatformError } from '../errors.js';

/** An opaque cursor that remembers which connection made it, and the position of its entry. */
export function encodeCursor(connection: string, position: string): string {
  return Buffer.from(`${connection}:${position}`).toString('base64url');
}

/** @throws PlatformError INVALID_CURSOR if another connection made it, or nobody. */
export function decodeCursor(connection: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (
    text.startsWith(`${connection}:`) &&
    encodeCursor(connection, text.slice(connection.length + 1)) === cursor
  ) {
    return text.slice(connection.length + 1);
  }
  throw invalidCursor(cursor);
}

export function invalidCursor(cursor: string): PlatformError {
  return new PlatformError(
    'INVALID_CURSOR',
    `Expected a cursor that this connection made, got "${cursor.slice(0, 64)}".`,
  );
}

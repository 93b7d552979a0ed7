import { PlatformError } from './errors.js';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The UUID in lower case, so that equal ones compare equal (RFC 9562, section 4).
 * @throws PlatformError INVALID_UUID naming the argument.
 */
export function parseUuid(value: string, argument: string): string {
  if (pattern.test(value)) return value.toLowerCase();
  throw new PlatformError(
    'INVALID_UUID',
    `Expected ${argument} to be a UUID, got "${value.slice(0, 64)}".`,
    {
      details: { argument },
    },
  );
}

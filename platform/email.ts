import { z } from 'zod';
import { PlatformError } from './errors.js';

const address = z.email().max(254);

/** Two addresses are the same person if their keys are equal. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * The keys of all addresses, in their order.
 * @throws PlatformError INVALID_EMAIL listing the malformed ones by position; the addresses themselves stay out of it.
 */
export function parseEmails(emails: readonly string[], argument: string): string[] {
  const keys = emails.map(emailKey);
  const malformed = keys.flatMap((key, position) =>
    address.safeParse(key).success ? [] : [position],
  );
  if (malformed.length === 0) return keys;
  const shown = malformed.slice(0, 10).join(', ') + (malformed.length > 10 ? ', …' : '');
  throw new PlatformError(
    'INVALID_EMAIL',
    `Expected e-mail addresses in ${argument}; ${String(malformed.length)} of ${String(emails.length)} are not (counting from 0: ${shown}).`,
    { details: { argument, positions: malformed } },
  );
}

import { PlatformError } from './errors.js';
import type { Caller } from './identity.js';

/** @throws PlatformError FORBIDDEN unless the caller has the scope. */
export function requireScope({ scopes = [] }: Caller, scope: string): void {
  if (scopes.includes(scope)) return;
  throw new PlatformError('FORBIDDEN', `Expected a caller with the scope ${scope}.`, {
    details: { scope },
  });
}

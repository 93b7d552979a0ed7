import type { z } from 'zod';
import { AdminError } from './errors.js';

/** @throws AdminError INVALID_ADMIN_REQUEST naming every field that is wrong. */
export function parseAdmin<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`,
  );
  throw new AdminError('INVALID_ADMIN_REQUEST', `Expected another request: ${problems.join('; ')}`);
}

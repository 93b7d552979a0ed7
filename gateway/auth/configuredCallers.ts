import { z } from 'zod';
import { emailKey } from '../../platform/email.js';
import { parseJson } from '../../platform/parseJson.js';

const callersSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      token: z.string().regex(/^\S{16,}$/),
      email: z.email().transform(emailKey).optional(),
      scopes: z.array(z.string().min(1)).optional(),
    }),
  )
  .min(1)
  .refine((callers) => areDistinct(callers.map(({ name }) => name)))
  .refine((callers) => areDistinct(callers.map(({ token }) => token)));

/** Callers as a JSON text. What is wrong is said without repeating any of it: it holds tokens. */
export const configuredCallers = z.string().transform((text, context) => {
  const callers = callersSchema.safeParse(parseJson(text));
  if (callers.success) return callers.data;
  context.addIssue({
    code: 'custom',
    message:
      'expected a JSON array of {"name", "token", "email", "scopes"}: names and tokens distinct, tokens of at least 16 characters without spaces, email and scopes optional',
  });
  return z.NEVER;
});

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

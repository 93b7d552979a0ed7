import { z } from 'zod';
import type { PluvoUser } from '../../types.js';

export const languages = ['NL', 'EN', 'DE', 'FR'] as const;

/** A user of the pretend organization. */
export interface Person extends Required<PluvoUser> {
  readonly language: (typeof languages)[number];
  /** JSON text, as Pluvo sends it. */
  readonly extraFields: string;
}

/** A person as a line of the journal holds it. */
export const personSchema: z.ZodType<Person> = z.object({
  id: z.uuid(),
  ref: z.string().nullable(),
  email: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  language: z.enum(languages),
  extraFields: z.string(),
});

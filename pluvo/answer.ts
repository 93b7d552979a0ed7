import { z } from 'zod';

/** An answer of GraphQL: data, errors, or both (October 2021 edition, section 7.1). */
export const answerSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z
      .array(z.looseObject({ message: z.string() }))
      .min(1)
      .optional(),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

import { z } from 'zod';

/**
 * An answer of GraphQL: data, errors, or both (October 2021 edition, section 7.1). Some servers write `errors: null` or
 * an empty list where there are none.
 */
export const answerSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z
      .array(z.looseObject({ message: z.string() }))
      .nullish()
      .transform((errors) => (errors?.length ? errors : undefined)),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

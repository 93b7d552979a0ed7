import { z } from 'zod';

/**
 * An answer of GraphQL: data, errors, or both (October 2021 edition, section 7.1). Some servers write `errors: null` or
 * an empty list where there are none. The path of an error begins with the field that failed; one of the request has none.
 */
export const answerSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z
      .array(
        z.looseObject({
          message: z.string(),
          path: z.array(z.unknown()).optional().catch(undefined),
        }),
      )
      .nullish()
      .transform((errors) => (errors?.length ? errors : undefined)),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

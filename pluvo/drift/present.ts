import { PluvoError } from '../errors.js';

/**
 * A field of something that Pluvo sent. It is absent only if it was left out of the question, because Pluvo's schema has
 * lost it: then whoever needs it gets this error, never a null that Pluvo did not send.
 * @param coordinate the field in Pluvo's schema, for example `Certificate.title`.
 * @throws PluvoError PLUVO_FIELD_LOST
 */
export function present<Value>(value: Value | undefined, coordinate: string): Value {
  if (value !== undefined) return value;
  throw new PluvoError(
    'PLUVO_FIELD_LOST',
    `Expected Pluvo's schema to have ${coordinate}; it does no longer.`,
    { details: { lost: [coordinate] } },
  );
}

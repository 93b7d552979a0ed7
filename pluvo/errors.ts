import { CodedError, type ErrorTable } from '../platform/errors.js';

/** What a caller sees when Pluvo cannot be read. Issuing has outcomes instead, see outcome.ts. */
export const pluvoErrors = {
  PLUVO_UNAVAILABLE: {
    http: 200,
    retry: 'after a while',
    meaning:
      'Pluvo could not be read in time, or its answer was not usable. If it is the error of a whole mutation, nothing was accepted or sent.',
  },
  PLUVO_REFUSED: {
    http: 200,
    retry: 'no',
    meaning:
      'Pluvo understood the request and refused it: usually the scopes or credentials of this installation are wrong.',
  },
  PLUVO_RATE_LIMITED: {
    http: 200,
    retry: 'after a while',
    meaning:
      "Pluvo's rate limit is used up, and nobody asks it until it has recovered; `retryAfterMs` says how long that takes, if Pluvo told.",
  },
  PLUVO_BUSY: {
    http: 200,
    retry: 'after a while',
    meaning:
      'So much is asked of Pluvo at the moment that the turn of this read did not come in time; `retryAfterMs` is there if it is known when it would. Pluvo was not asked.',
  },
  PLUVO_ANSWER_TOO_LARGE: {
    http: 200,
    retry: 'after the correction',
    meaning:
      'The answer of Pluvo is longer than `PLUVO_ANSWER_LIMIT_BYTES` allows, and was broken off. Ask for less, or let whoever runs this installation raise the limit.',
  },
  PLUVO_FIELD_LOST: {
    http: 200,
    retry: 'after the correction',
    meaning:
      "Pluvo's schema no longer has what this field is made of, or an argument that it needs; `lost` names it. Everything else goes on. It ends when Pluvo has it again, or with a new version of this service.",
  },
} as const satisfies ErrorTable;

export class PluvoError extends CodedError<keyof typeof pluvoErrors> {}

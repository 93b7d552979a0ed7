import { CodedError, type ErrorTable } from '../../platform/errors.js';

/** What the directory of people answers, besides the codes of the platform and of Pluvo. */
export const usersErrors = {
  EXACTLY_ONE_ARGUMENT: {
    http: 200,
    retry: 'after the correction',
    meaning: 'Of several arguments exactly one must be given.',
  },
  INVALID_SEARCH: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The text to search for is too long, or holds a null character.',
  },
  INVALID_USER: {
    http: 200,
    retry: 'after the correction',
    meaning:
      'A name or an id is empty, too long or holds characters it must not. Nobody was saved.',
  },
  WRONG_NUMBER_OF_USERS: {
    http: 200,
    retry: 'after the correction',
    meaning: 'Nobody was given to save, or too many at once. Nobody was saved.',
  },
  DUPLICATE_USER: {
    http: 200,
    retry: 'after the correction',
    meaning:
      'The same person, address or Pluvo id is given more than once in one request. Nobody was saved.',
  },
  EMAIL_TAKEN: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The address belongs to somebody else in the directory. Nobody was saved.',
  },
  PLUVO_ID_TAKEN: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The Pluvo id belongs to somebody else in the directory. Nobody was saved.',
  },
  SYNC_IN_PROGRESS: {
    http: 200,
    retry: 'after a while',
    meaning: 'People are being read from Pluvo already; one such run at a time.',
  },
} as const satisfies ErrorTable;

export class UsersError extends CodedError<keyof typeof usersErrors> {}

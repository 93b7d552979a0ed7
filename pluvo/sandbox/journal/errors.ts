import { CodedError, type ErrorTable } from '../../../platform/errors.js';

/** Why a sandbox does not start from its file. */
export const journalErrors = {
  SANDBOX_FILE_UNREADABLE: {
    http: 500,
    retry: 'after the correction',
    meaning: 'A line in the middle of the file of the sandbox is damaged.',
  },
  SANDBOX_FILE_OF_OTHER_SEED: {
    http: 500,
    retry: 'after the correction',
    meaning:
      'The file of the sandbox was written under another seed: its people do not exist here.',
  },
} as const satisfies ErrorTable;

export class JournalError extends CodedError<keyof typeof journalErrors> {}

import { CodedError, type ErrorTable } from '../../../platform/errors.js';

/** What the admin endpoints of the sandbox answer. */
export const adminErrors = {
  INVALID_ADMIN_REQUEST: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The body, or the query string, is not what this admin endpoint of the sandbox takes.',
  },
  SANDBOX_NOT_FOUND: {
    http: 404,
    retry: 'no',
    meaning: 'The sandbox has no such person, certificate or subscription.',
  },
} as const satisfies ErrorTable;

export class AdminError extends CodedError<keyof typeof adminErrors> {}

import { CodedError, type ErrorTable } from '../../platform/errors.js';

/** Codes of this subgraph. For all of them: nothing was sent to Pluvo, and no request ID was used up. */
export const certificatesErrors = {
  INVALID_REQUEST_ID: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The request ID is not 16 to 255 visible ASCII characters.',
  },
  REQUEST_ID_REUSED: {
    http: 200,
    retry: 'no',
    meaning:
      'This request ID was used before for something else. `firstSeenAt` says when. Take a new request ID for a new request.',
  },
  INVALID_DATE: {
    http: 200,
    retry: 'after the correction',
    meaning: 'Not a point in time with its offset (RFC 3339), for example 2026-11-23T09:30:00Z.',
  },
  INVALID_TITLE: {
    http: 200,
    retry: 'after the correction',
    meaning:
      'The title is empty, longer than 255 characters, holds control characters, or is not given for a certificate without title and name.',
  },
  INVALID_WAIT: {
    http: 200,
    retry: 'after the correction',
    meaning: '`waitMs` is negative or longer than the configured limit.',
  },
  NO_RECIPIENTS: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The list of recipients is empty.',
  },
  TOO_MANY_RECIPIENTS: {
    http: 200,
    retry: 'after the correction',
    meaning: 'More recipients than the configured maximum of one request.',
  },
  TOO_MANY_PORTFOLIOS: {
    http: 200,
    retry: 'after the correction',
    meaning: 'More portfolios than one purge takes.',
  },
  CERTIFICATE_NOT_FOUND: {
    http: 200,
    retry: 'after the correction',
    meaning: 'Pluvo lists no certificate with this id.',
  },
  ISSUANCE_NOT_FOUND: {
    http: 200,
    retry: 'no',
    meaning: 'The caller has no issuance under this request ID.',
  },
  ISSUANCE_FORGOTTEN: {
    http: 200,
    retry: 'no',
    meaning:
      'The issuance ended so long ago that its recipients and events were forgotten (`ISSUE_KEEP_DAYS`). `forgottenAt` says when; its status and counts are still there.',
  },
  REQUEST_ID_NOT_COMPARABLE: {
    http: 200,
    retry: 'after a while',
    meaning:
      'This request ID was first used with a newer version of this service, which an older one cannot compare with: an upgrade was taken back, or is under way. Send it again with the same request ID when the upgrade is complete, never with a new one.',
  },
  RECIPIENT_NOT_FOUND: {
    http: 200,
    retry: 'after the correction',
    meaning:
      'The issuance has no such recipient, or both or neither of email and pluvoUserId were given.',
  },
  RECIPIENT_NOT_PARKED: {
    http: 200,
    retry: 'no',
    meaning: 'Only a PARKED recipient is decided by a person; this one has another status.',
  },
  INVALID_EVIDENCE: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The evidence is empty, longer than 2000 characters, or holds a null character.',
  },
} as const satisfies ErrorTable;

export class CertificatesError extends CodedError<keyof typeof certificatesErrors> {}

/**
 * Why a recipient has no certificate, or why nobody knows: the codes of `RecipientFailure`. A retryable one is tried again
 * when the same request ID comes again after the issuance has ended.
 */
export const recipientFailures = {
  USER_NOT_FOUND: {
    retryable: true,
    message: 'The directory knows nobody with this address.',
  },
  USER_INACTIVE: {
    retryable: true,
    message: 'The person is not active.',
  },
  USER_NOT_LINKED: {
    retryable: true,
    message: 'The directory does not know the person in Pluvo yet; run syncUsers.',
  },
  ALREADY_ISSUED: {
    retryable: false,
    message:
      'The person was issued this certificate with this title on this day under another request ID.',
  },
  IN_PROGRESS_ELSEWHERE: {
    retryable: true,
    message:
      'Another request ID is issuing the same to this person, or waits for a person to decide it.',
  },
  PLUVO_REFUSED: {
    retryable: true,
    message: 'Pluvo refused the request before it did anything; see the log of this service.',
  },
  PLUVO_FAILED: {
    retryable: true,
    message: 'Pluvo answered that it could not issue to this person: inactive or unknown there.',
  },
  OUTCOME_UNKNOWN: {
    retryable: false,
    message:
      'Sent to Pluvo, its answer was lost, and the portfolio does not tell. It is not sent again: look in Pluvo, then decide it with resolveRecipient.',
  },
  RESOLVED_NOT_ISSUED: {
    retryable: false,
    message: 'A person looked and decided that it was not issued; a new request ID may issue it.',
  },
  CANCELLED: {
    retryable: false,
    message: 'The issuance was cancelled before this was sent; a new request ID may issue it.',
  },
} as const satisfies Readonly<Record<string, { retryable: boolean; message: string }>>;

export type FailureCode = keyof typeof recipientFailures;

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(recipientFailures, text);
}

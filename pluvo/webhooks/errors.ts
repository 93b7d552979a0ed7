import { CodedError, type ErrorTable } from '../../platform/errors.js';

/** What the sender of a webhook is answered. Never 410: on that Pluvo ends the subscription for good. */
export const webhookErrors = {
  WEBHOOK_FORGED: {
    http: 401,
    retry: 'after the correction',
    meaning:
      'The signature is missing, or none of `PLUVO_WEBHOOK_KEYS` makes it of this body. Nothing was kept.',
  },
  WEBHOOK_NOT_KEPT: {
    http: 503,
    retry: 'after a while',
    meaning: 'The inbox could not be written in time. Pluvo sends the webhook again.',
  },
} as const satisfies ErrorTable;

export class WebhookError extends CodedError<keyof typeof webhookErrors> {
  constructor(code: keyof typeof webhookErrors, message: string, cause?: unknown) {
    super(code, message, { http: webhookErrors[code].http, cause });
  }
}

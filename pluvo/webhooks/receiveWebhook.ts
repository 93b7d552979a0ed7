import { isSigned } from './isSigned.js';
import type { Delivery } from './Inbox.js';
import { digestOf, readWebhook } from './readWebhook.js';

/** A POST to the receiver, before anything is believed about it. */
export interface Posted {
  readonly body: Uint8Array;
  readonly signature: unknown;
  readonly salt: unknown;
}

/**
 * What to keep of a POST; undefined if Pluvo did not sign it. What is signed is always kept, whatever it says: Pluvo
 * would send what we refuse 72 times more, and none of them would say anything else.
 */
export function receiveWebhook(
  posted: Posted,
  keys: readonly string[],
  receivedAtMs: number,
): Delivery | undefined {
  const { body } = posted;
  if (!isSigned(body, posted, keys)) return undefined;
  const event = readWebhook(body);
  return {
    digest: digestOf(body),
    body,
    // Databases do not take null characters in texts; the body keeps them.
    event: event?.event?.replaceAll('\0', ''),
    sentAtMs: event?.sentAtMs,
    receivedAtMs,
    ...(!event && { ended: { state: 'FAILED', outcome: 'malformed' } }),
  };
}

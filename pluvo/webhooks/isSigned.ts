import { timingSafeEqual } from 'node:crypto';
import { webhookSignature } from './signWebhook.js';

/** 20 bytes of base64 in either alphabet, with or without padding: Pluvo's pages name both forms. */
const form = /^[\w+/-]{27}=?$/;

/**
 * Whether one of the keys made this signature of exactly these bytes. Every key is tried, in constant time: how long it
 * takes tells nothing about how near a guess came.
 */
export function isSigned(
  body: Uint8Array,
  { signature, salt }: { readonly signature: unknown; readonly salt: unknown },
  keys: readonly string[],
): boolean {
  if (typeof signature !== 'string' || typeof salt !== 'string' || !form.test(signature)) {
    return false;
  }
  // Node reads both alphabets as base64.
  const given = Buffer.from(signature, 'base64');
  return keys
    .map((key) => timingSafeEqual(webhookSignature(body, key, salt), given))
    .includes(true);
}

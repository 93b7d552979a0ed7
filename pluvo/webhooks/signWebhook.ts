import { createHash, createHmac } from 'node:crypto';

/**
 * What proves where a webhook comes from: the key is SHA-1 of the salt followed by the subscription's key (20 raw bytes),
 * the signature HMAC-SHA1 of the raw body.
 */
export function webhookSignature(body: string | Uint8Array, key: string, salt: string): Buffer {
  const derivedKey = createHash('sha1')
    .update(salt + key)
    .digest();
  return createHmac('sha1', derivedKey).update(body).digest();
}

/** The headers of a webhook, as Pluvo sends them: the signature in URL-safe base64 without padding. */
export function signWebhook(body: string | Uint8Array, key: string, salt: string) {
  const signature = webhookSignature(body, key, salt).toString('base64url');
  return { 'x-signature': signature, 'x-signature-salt': salt };
}

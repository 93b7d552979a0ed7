import { createHash, createHmac } from 'node:crypto';

/**
 * The headers that prove where a webhook comes from: the key is SHA-1 of the salt followed by the subscription's key
 * (20 raw bytes), the signature HMAC-SHA1 of the raw body, in URL-safe base64 without padding.
 */
export function signWebhook(body: string, key: string, salt: string) {
  const derivedKey = createHash('sha1')
    .update(salt + key)
    .digest();
  const signature = createHmac('sha1', derivedKey).update(body).digest('base64url');
  return { 'x-signature': signature, 'x-signature-salt': salt };
}

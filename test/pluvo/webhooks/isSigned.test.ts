import { expect, test } from '@jest/globals';
import { isSigned } from '../../../pluvo/webhooks/isSigned.js';
import { signWebhook } from '../../../pluvo/webhooks/signWebhook.js';

// python: k=sha1(b'salt'+b'key').digest(); urlsafe_b64encode(hmac.new(k,b'{"a":1}','sha1').digest())
const body = Buffer.from('{"a":1}');
const signature = 'PL5khyfzKEAMbmbB0hfIfqu6BUw';
const salt = 'salt';

test('a signature that was computed by other means is accepted, in every form of base64 that Pluvo names', () => {
  for (const form of [signature, `${signature}=`]) {
    expect(isSigned(body, { signature: form, salt }, ['key'])).toBe(true);
  }
  const special = Array.from({ length: 100 }, (_, nth) => `salt ${String(nth)}`)
    .map((each) => signWebhook(body, 'key', each))
    .filter((headers) => /[_-]/.test(headers['x-signature']));
  expect(special.length).toBeGreaterThan(10);
  for (const headers of special) {
    const urlSafe = headers['x-signature'];
    const standard = `${urlSafe.replaceAll('-', '+').replaceAll('_', '/')}=`;
    for (const form of [urlSafe, standard]) {
      const given = { signature: form, salt: headers['x-signature-salt'] };
      expect(isSigned(body, given, ['key'])).toBe(true);
    }
  }
});

test('while keys are changed, the old one and the new one are accepted, and no other', () => {
  const signedWith = (key: string) => {
    const headers = signWebhook(body, key, salt);
    return { signature: headers['x-signature'], salt };
  };
  const keys = ['the old key', 'the new key'];
  expect(isSigned(body, signedWith('the old key'), keys)).toBe(true);
  expect(isSigned(body, signedWith('the new key'), keys)).toBe(true);
  expect(isSigned(body, signedWith('another key'), keys)).toBe(false);
  expect(isSigned(body, signedWith('the old key'), ['the new key'])).toBe(false);
});

test.each([
  ['one byte of the body is another one', Buffer.from('{"a":2}'), signature, salt],
  ['a space was added to the body', Buffer.from('{"a": 1}'), signature, salt],
  ['the salt is another one', body, signature, 'pepper'],
  ['there is no salt', body, signature, undefined],
  ['there is no signature', body, undefined, salt],
  ['the signature is empty', body, '', salt],
  ['the signature is too short', body, signature.slice(1), salt],
  ['the signature is too long', body, `${signature}AA`, salt],
  ['something that is no base64 is among it', body, `${signature.slice(0, 26)}!`, salt],
  ['a header came twice', body, [signature, signature], salt],
])('it is not signed if %s', (_what, given, givenSignature, givenSalt) => {
  expect(isSigned(given, { signature: givenSignature, salt: givenSalt }, ['key'])).toBe(false);
});

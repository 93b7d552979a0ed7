import { describe, expect, test } from '@jest/globals';
import { identityHeader, InternalIdentity } from '../../platform/identity.js';
import { ManualClock } from '../support/ManualClock.js';

const unauthenticated = expect.objectContaining({ code: 'UNAUTHENTICATED' });

describe('A voucher for a caller', () => {
  const clock = new ManualClock();
  const identity = new InternalIdentity('a secret for tests only', clock);
  const voucher = () =>
    identity.sign({ name: 'frontend', email: 'anna@example.org' })[identityHeader];

  test('says who asks, and for whom', () => {
    expect(identity.verify(voucher())).toEqual({ name: 'frontend', email: 'anna@example.org' });
    const service = identity.sign({ name: 'payroll' })[identityHeader];
    expect(identity.verify(service)).toEqual({ name: 'payroll', email: undefined });
  });

  test('is worthless without the secret, altered, cut or absent', () => {
    const forger = new InternalIdentity('another secret', clock);
    const forged = forger.sign({ name: 'frontend' })[identityHeader];
    const [payload = '', signature = ''] = voucher().split('.');
    const other = Buffer.from('{"name":"admin","expiresAtMs":9e15}').toString('base64url');
    for (const header of [
      forged,
      `${other}.${signature}`,
      payload,
      `${payload}.`,
      '.',
      '',
      undefined,
    ]) {
      expect(() => identity.verify(header)).toThrow(unauthenticated);
    }
  });

  test('is worthless after a minute', () => {
    const header = voucher();
    clock.advance(60_000);
    expect(identity.verify(header)).toMatchObject({ name: 'frontend' });
    clock.advance(1);
    expect(() => identity.verify(header)).toThrow(unauthenticated);
  });

  test('is used again for a few seconds, by the same caller only', () => {
    const caller = { name: 'frontend' };
    const header = identity.sign(caller)[identityHeader];
    clock.advance(9_999);
    expect(identity.sign(caller)[identityHeader]).toBe(header);
    expect(identity.verify(identity.sign({ name: 'other' })[identityHeader]).name).toBe('other');
    clock.advance(1);
    const next = identity.sign(caller)[identityHeader];
    expect(next).not.toBe(header);
    clock.advance(50_000);
    expect(() => identity.verify(header)).not.toThrow();
    clock.advance(1);
    expect(() => identity.verify(header)).toThrow(unauthenticated);
  });
});

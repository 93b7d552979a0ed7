import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../platform/config.js';
import { readCertificatesConfig } from '../../../subgraphs/certificates/config.js';

const complete = {
  IDENTITY_SECRET: 'a secret of at least thirty-two characters',
  DATABASE_URL: 'file:ledger.db',
  PLUVO_URL: 'https://acme.pluvo.com',
  PLUVO_CLIENT_ID: 'id',
  PLUVO_CLIENT_SECRET: 'secret',
};
const read = (environment: Environment) => readCertificatesConfig({ ...complete, ...environment });

describe('settings of issuing', () => {
  test('take 100 000 recipients and send once more what is provably absent, by default', () => {
    expect(read({})).toMatchObject({
      maxRecipients: 100_000,
      whenUnknown: 'RECONCILE_THEN_RESEND',
    });
  });

  test.each([
    [{ ISSUE_KEEP_DAYS: '60', ISSUE_KEEP_COUNTS_DAYS: '59' }, 'at least ISSUE_KEEP_DAYS'],
    [{ PLUVO_SEND_TIMEOUT_MS: '60001' }, 'at least PLUVO_SEND_TIMEOUT_MS'],
    // A quarantine of 20 minutes: the last look comes 111 times as long after the end.
    [
      { PLUVO_PROCESSING_BOUND_MS: '1160000', ISSUE_KEEP_DAYS: '1' },
      'ISSUE_KEEP_DAYS: expected at least 2',
    ],
  ])('that contradict each other end the start: %j', (environment, problem) => {
    expect(() => read(environment)).toThrow(problem);
  });
});

import { CertificatesError } from '../errors.js';
import type { IssuanceRecord } from './Ledger.js';

/** @throws CertificatesError ISSUANCE_FORGOTTEN: nobody must take a list that was forgotten for an empty one. */
export function expectRemembered({ forgottenAtMs }: Pick<IssuanceRecord, 'forgottenAtMs'>): void {
  if (forgottenAtMs === undefined) return;
  throw new CertificatesError(
    'ISSUANCE_FORGOTTEN',
    'Expected an issuance whose recipients and events are still kept; of this one only the counts are.',
    { details: { forgottenAt: new Date(forgottenAtMs).toISOString() } },
  );
}

import type { Priority } from '../../../pluvo/governor/priority.js';
import type { IssuanceRecord } from './Ledger.js';

/** Small issuances go ahead of bulk, so that few recipients never wait behind many. */
export function priorityOf({ isBulk }: Pick<IssuanceRecord, 'isBulk'>): Priority {
  return isBulk ? 'bulk' : 'issuance';
}

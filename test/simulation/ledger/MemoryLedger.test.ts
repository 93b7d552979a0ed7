import { describe } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import { naturalKey } from '../../../subgraphs/certificates/issuance/naturalKey.js';
import { ledgerContract } from '../../subgraphs/certificates/issuance/ledgerContract.js';
import { MemoryLedger } from './MemoryLedger.js';

describe('The ledger in memory that the simulator uses', () => {
  ledgerContract(() =>
    Promise.resolve({
      ledger: new MemoryLedger({ clock: systemClock, keyOf: naturalKey }),
      stop: () => Promise.resolve(),
    }),
  );
});

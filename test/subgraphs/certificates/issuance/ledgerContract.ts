import { afterEach, beforeEach } from '@jest/globals';
import type { Ledger } from '../../../../subgraphs/certificates/issuance/Ledger.js';
import { acceptingContract } from './contract/accepting.js';
import { againContract } from './contract/again.js';
import { changingContract } from './contract/changing.js';
import { claimingContract } from './contract/claiming.js';
import { decidingContract } from './contract/deciding.js';
import { forgettingContract } from './contract/forgetting.js';
import { LedgerBench } from './contract/LedgerBench.js';
import { naturalKeysContract } from './contract/naturalKeys.js';
import { planningContract } from './contract/planning.js';
import { racesContract } from './contract/races.js';
import { readingContract } from './contract/reading.js';

/** A ledger that knows nothing yet, and how to close it. */
export type OpenLedger = () => Promise<{ ledger: Ledger; stop: () => Promise<unknown> }>;

/** What every ledger promises, whatever keeps it. To be called inside a suite. */
export function ledgerContract(open: OpenLedger): void {
  let opened: Awaited<ReturnType<OpenLedger>> | undefined;
  let bench: LedgerBench | undefined;
  beforeEach(async () => {
    opened = await open();
    bench = new LedgerBench(opened.ledger);
  });
  afterEach(() => opened?.stop());
  const given = () => {
    if (!bench) throw new Error('The ledger is open only while tests run.');
    return bench;
  };

  acceptingContract(given);
  claimingContract(given);
  planningContract(given);
  changingContract(given);
  naturalKeysContract(given);
  againContract(given);
  decidingContract(given);
  readingContract(given);
  forgettingContract(given);
  racesContract(given);
}

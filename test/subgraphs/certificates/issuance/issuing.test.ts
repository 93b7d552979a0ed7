import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { unchanged } from '../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import type { IssueCommand } from '../../../../subgraphs/certificates/issuance/IssueCommand.js';
import { Issuing } from '../../../../subgraphs/certificates/issuance/Issuing.js';
import { LedgerClock } from '../../../../subgraphs/certificates/issuance/LedgerClock.js';
import type { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import { ManualClock } from '../../../support/ManualClock.js';
import { openLedger } from './openLedger.js';

const command: IssueCommand = {
  operation: 'issueCertificate',
  caller: 'hr',
  requestId: 'request-000000000001',
  certificateId: '11111111-1111-4111-8111-111111111111',
  recipients: { kind: 'emails', emails: ['ada@example.com'] },
  title: 'First Aid',
  trainingId: undefined,
  issueDate: undefined,
  onDuplicate: 'SKIP',
  waitMs: 10_000,
};

let ledger: SqlLedger;
let stop: () => Promise<void>;
beforeEach(async () => {
  ({ ledger, stop } = await openLedger({ url: 'file::memory:', schema: 'unused' }));
});
afterEach(() => stop());

test('callers who wait for what another replica issues look into the ledger together', async () => {
  const callers = 50;
  const clock = new ManualClock();
  let arrived = 0;
  const looks: (() => void)[] = [];
  const issuing = new Issuing({
    ledger,
    ledgerClock: new LedgerClock(ledger, clock),
    chunkSize: 50,
    worker: {
      drive: () => {
        arrived += 1;
        return Promise.resolve();
      },
    },
    findCertificate: (id) => Promise.resolve({ id, name: null, title: null }),
    clock,
    // With a signal it is the longest wait, which nobody has here; without, the pause before a look.
    sleep: (_durationMs, signal) =>
      new Promise((resolve) => {
        if (!signal) looks.push(resolve);
      }),
    reached: () => undefined,
  });
  const answers = Promise.all(Array.from({ length: callers }, () => issuing.issue(command)));
  while (arrived < callers || looks.length === 0) await turn();
  for (let turns = 0; turns < 100; turns += 1) await turn();
  expect(looks).toHaveLength(1);

  const issuance = await ledger.find(command.caller, command.requestId);
  await ledger.cancel(issuance?.id ?? '', 'hr', unchanged, 0);
  for (const look of looks) look();
  const statuses = (await answers).map((answer) => answer.issuance.status);
  expect(new Set(statuses)).toEqual(new Set(['FAILED']));
});

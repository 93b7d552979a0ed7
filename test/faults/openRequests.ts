import type { PluvoCertificate } from '../../pluvo/types.js';
import { Issuing } from '../../subgraphs/certificates/issuance/Issuing.js';
import type { IssuanceWorker } from '../../subgraphs/certificates/issuance/IssuanceWorker.js';
import type { IssueCommand } from '../../subgraphs/certificates/issuance/IssueCommand.js';
import { LedgerClock } from '../../subgraphs/certificates/issuance/LedgerClock.js';
import { openBench } from '../subgraphs/certificates/issuance/workerBench.js';

const certificate: PluvoCertificate = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'First Aid',
  title: 'First Aid',
};
const chunkSize = 1_000;
let made = 0;

/** A request to issue to these addresses, with a request ID of its own. */
export function aRequest(emails: readonly string[]): IssueCommand {
  made += 1;
  return {
    operation: 'issueCertificate',
    caller: 'hr',
    requestId: `request-${String(made).padStart(12, '0')}`,
    certificateId: certificate.id,
    recipients: { kind: 'emails', emails },
    title: undefined,
    trainingId: undefined,
    issueDate: undefined,
    onDuplicate: 'SKIP',
    waitMs: 0,
  };
}

/** A bench to which requests come as callers send them. */
export async function openRequests(folder: string) {
  const bench = await openBench(folder, chunkSize);
  const { clock, ledger } = bench;
  return {
    ...bench,
    /** Answers when the worker has nothing to do for it now. */
    issue: (worker: IssuanceWorker, command: IssueCommand) =>
      new Issuing({
        ...{ ledger, worker, clock, chunkSize },
        ledgerClock: new LedgerClock(ledger, clock),
        findCertificate: () => Promise.resolve(certificate),
        sleep: (_durationMs, signal) =>
          new Promise((resolve) => {
            signal?.addEventListener('abort', () => {
              resolve();
            });
          }),
        reached: () => undefined,
      }).issue(command),
  };
}

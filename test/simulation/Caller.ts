import { CertificatesError } from '../../subgraphs/certificates/errors.js';
import { recipientFailures } from '../../subgraphs/certificates/issuance/failures.js';
import { fingerprint } from '../../subgraphs/certificates/issuance/fingerprint.js';
import type { IssueCommand } from '../../subgraphs/certificates/issuance/IssueCommand.js';
import type { Issued } from '../../subgraphs/certificates/issuance/Issuing.js';
import type { RecipientRecord } from '../../subgraphs/certificates/issuance/Ledger.js';
import { isOpen } from '../../subgraphs/certificates/issuance/states.js';
import type { MemoryLedger } from './ledger/MemoryLedger.js';
import type { Replica } from './Replica.js';
import type { Watch } from './Watch.js';
import type { World } from './World.js';

export interface CallerOptions {
  readonly world: World;
  readonly replicas: readonly [Replica, ...Replica[]];
  readonly ledger: MemoryLedger;
  readonly watch: Watch;
  readonly isHealed: () => boolean;
}

type Reply = { readonly issued: Issued } | 'REQUEST_ID_REUSED' | 'nothing';

/** How often a caller asks again, once the world is well, for those who failed in a way that may be over. */
const triesAfterHealing = 2;

/** Asks for one thing until its end, at any replica. Its connections break, or it hangs up, and it asks again. */
export async function askUntilDone(command: IssueCommand, options: CallerOptions): Promise<void> {
  const { world, watch, ledger, isHealed } = options;
  const { random } = world;
  let triesLeft = triesAfterHealing;
  for (;;) {
    const reply = await ask(command, options);
    world.note('caller', () => `${command.requestId}: ${describe(reply)}`);
    if (reply === 'REQUEST_ID_REUSED') {
      const known = await ledger.find(command.caller, command.requestId);
      if (known?.fingerprint === fingerprint(command))
        watch.violation(`${command.requestId} was refused to the one who had it first`);
      return;
    }
    if (reply !== 'nothing') {
      const { id, fingerprint: theirs } = reply.issued.issuance;
      const recipients = ledger.get(id)?.recipients() ?? [];
      watch.answered(command, reply.issued, recipients);
      if (theirs !== fingerprint(command))
        watch.violation(`${command.requestId} was answered for something else`);
      if (isHealed()) {
        await settled(options);
        if (triesLeft === 0 || !ledger.get(id)?.recipients().some(isRetryable)) return;
        triesLeft -= 1;
      }
    }
    const isAnswered = reply !== 'nothing' && !isOpen(reply.issued.issuance.status);
    await world.sleep(random.between(100, isAnswered ? 20_000 : 5_000));
  }
}

/** Resolves when nothing is open: callers look without asking again, which would try again who failed. */
async function settled({ world, ledger }: CallerOptions): Promise<void> {
  while (ledger.all.some(({ record }) => isOpen(record.status))) await world.sleep(2_000);
}

function ask(command: IssueCommand, { world, replicas }: CallerOptions): Promise<Reply> {
  const asked = world.random.oneOf(replicas).issue(command);
  const reply = asked.then(
    (issued): Reply => ({ issued }),
    (error: unknown): Reply =>
      error instanceof CertificatesError && error.code === 'REQUEST_ID_REUSED'
        ? 'REQUEST_ID_REUSED'
        : 'nothing',
  );
  const hangsUp = world.sleep(world.random.between(50, 6_000)).then((): Reply => 'nothing');
  return Promise.race([reply, hangsUp]);
}

function isRetryable({ failure }: RecipientRecord): boolean {
  return failure !== undefined && recipientFailures[failure].retryable;
}

function describe(reply: Reply): string {
  if (typeof reply === 'string') return reply;
  const { issuance, replayed } = reply.issued;
  return replayed ? `${issuance.status}, replayed` : issuance.status;
}

import { randomUUID } from 'node:crypto';
import type { Clock, Sleep } from '../../../platform/clock.js';
import { present } from '../../../pluvo/drift/present.js';
import type { PluvoCertificate } from '../../../pluvo/types.js';
import { CertificatesError } from '../errors.js';
import type { Reached } from './failPoint.js';
import { fingerprint, isSameRequest } from './fingerprint.js';
import type { IssuanceWorker } from './IssuanceWorker.js';
import type { IssueCommand } from './IssueCommand.js';
import type { Intent, IssuanceRecord, Ledger, Resolution } from './Ledger.js';
import type { LedgerClock } from './LedgerClock.js';
import { toSecond } from './parseCommand.js';
import { isOpen } from './states.js';

export interface Issued {
  readonly issuance: IssuanceRecord;
  /** An earlier request with this request ID had already ended, and this is its answer. */
  readonly replayed: boolean;
}

export interface IssuingOptions {
  readonly ledger: Ledger;
  readonly ledgerClock: LedgerClock;
  readonly worker: Pick<IssuanceWorker, 'drive'>;
  /** Users in one call of Pluvo's mutation: who asks for more asks for bulk. */
  readonly chunkSize: number;
  readonly findCertificate: (id: string) => Promise<PluvoCertificate | undefined>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly reached: Reached;
}

/** How often callers that wait for another replica's work look into the ledger. */
const lookMs = 100;

/**
 * Accepts requests to issue. A request ID seen before is answered from the ledger: attached to while it is under way,
 * replayed when it has ended. The answer always comes from the ledger, never from a worker's memory.
 */
export class Issuing {
  readonly #options: IssuingOptions;
  readonly #looks = new Map<string, Promise<IssuanceRecord>>();

  constructor(options: IssuingOptions) {
    this.#options = options;
  }

  /** @throws CertificatesError CERTIFICATE_NOT_FOUND, INVALID_TITLE, REQUEST_ID_REUSED, or PluvoError; then nothing was written or sent. */
  async issue(command: IssueCommand): Promise<Issued> {
    const { ledger, reached } = this.#options;
    const known = await ledger.find(command.caller, command.requestId);
    if (known) return this.#join(known, command);

    const issuance = await this.#pin(command);
    reached('before-accept');
    const opened = await ledger.open(issuance, initialRecipients(command));
    if (!opened) return this.#join(await this.#current(issuance), command);
    reached('accepted');
    return { issuance: await this.#wait(issuance, command.waitMs), replayed: false };
  }

  /** The same request again: attach while it is under way, replay its answer afterwards. */
  async #join(known: IssuanceRecord, command: IssueCommand): Promise<Issued> {
    if (!isSameRequest(known.fingerprint, command)) {
      throw new CertificatesError(
        'REQUEST_ID_REUSED',
        'Expected a new request ID for a new request; this one was used before for something else.',
        { details: { firstSeenAt: new Date(known.createdAtMs).toISOString() } },
      );
    }
    if (!isOpen(known.status) && !(await this.#reopen(known))) {
      return { issuance: known, replayed: true };
    }
    return { issuance: await this.#wait(known, command.waitMs), replayed: false };
  }

  /** Asking again for what ended in part tries those again who failed in a way that may be over by now. */
  async #reopen({ id, status }: IssuanceRecord): Promise<boolean> {
    const { ledger, ledgerClock } = this.#options;
    if (status !== 'PARTIAL' && status !== 'FAILED') return false;
    await ledgerClock.known();
    return ledger.reopen(id, ledgerClock.nowMs());
  }

  /** Everything that will be sent, fixed now. */
  async #pin(command: IssueCommand): Promise<IssuanceRecord> {
    const { findCertificate, ledgerClock, chunkSize } = this.#options;
    const certificate = await findCertificate(command.certificateId);
    if (!certificate) {
      throw new CertificatesError(
        'CERTIFICATE_NOT_FOUND',
        `Expected the id of a certificate in Pluvo, got ${command.certificateId}.`,
      );
    }
    await ledgerClock.known();
    const nowMs = ledgerClock.nowMs();
    const intent: Intent = {
      certificateId: command.certificateId,
      title: command.title ?? titleOf(certificate),
      issueDate: command.issueDate ?? toSecond(nowMs),
      trainingId: command.trainingId,
      onDuplicate: command.onDuplicate,
    };
    const { operation, caller, requestId, recipients } = command;
    return {
      id: randomUUID(),
      operation,
      caller,
      requestId,
      fingerprint: fingerprint(command),
      ...intent,
      status: 'ACCEPTED',
      createdAtMs: nowMs,
      finishedAtMs: undefined,
      isBulk: recipientCount(recipients) > chunkSize,
      cancelledAtMs: undefined,
      forgottenAtMs: undefined,
      dueAtMs: nowMs,
      setbacks: 0,
    };
  }

  /** Waits until the issuance has ended, in this process or another, or the time is over. */
  async #wait(issuance: IssuanceRecord, waitMs: number): Promise<IssuanceRecord> {
    const { worker, clock, sleep } = this.#options;
    const untilMs = clock.monotonicMs() + waitMs;
    const enough = new AbortController();
    // The worker goes on if the caller does not wait for it, or goes away.
    await Promise.race([worker.drive(issuance), sleep(waitMs, enough.signal)]);
    enough.abort();
    let current = await this.#current(issuance);
    while (isOpen(current.status) && clock.monotonicMs() < untilMs) {
      current = await this.#nextLook(issuance);
    }
    return current;
  }

  /** What the ledger says a moment from now: one look for all who wait for this issuance, however many they are. */
  #nextLook(issuance: IssuanceRecord): Promise<IssuanceRecord> {
    const coming = this.#looks.get(issuance.id);
    if (coming) return coming;
    const look = this.#options.sleep(lookMs).then(() => {
      this.#looks.delete(issuance.id);
      return this.#current(issuance);
    });
    this.#looks.set(issuance.id, look);
    return look;
  }

  async #current({ caller, requestId }: IssuanceRecord): Promise<IssuanceRecord> {
    const current = await this.#options.ledger.find(caller, requestId);
    if (!current) throw new Error('An issuance that was written down is gone from the ledger.');
    return current;
  }
}

/** A title that is lost is not replaced by the name: another text would be printed than Pluvo would print. */
function titleOf({ title, name }: PluvoCertificate): string {
  const text =
    (present(title, 'Certificate.title') ?? '').trim() ||
    (present(name, 'Certificate.name') ?? '').trim();
  if (text !== '') return text;
  throw new CertificatesError(
    'INVALID_TITLE',
    'Expected a title: the certificate has neither a title nor a name to default to.',
  );
}

function recipientCount(recipients: IssueCommand['recipients']): number {
  return recipients.kind === 'emails' ? recipients.emails.length : recipients.pluvoUserIds.length;
}

function initialRecipients({ recipients }: IssueCommand): readonly Resolution[] {
  const nobody = {
    email: undefined,
    userId: undefined,
    pluvoUserId: undefined,
    failure: undefined,
  };
  return recipients.kind === 'emails'
    ? recipients.emails.map((email, position) => ({ ...nobody, position, email }))
    : recipients.pluvoUserIds.map((pluvoUserId, position) => ({
        ...nobody,
        position,
        pluvoUserId,
      }));
}

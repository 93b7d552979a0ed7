import type { GenerateCertificate } from '../../pluvo/PluvoClient.js';
import {
  openPeople,
  usersWith,
  type Change,
  type Chunk,
} from '../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { quarantineEndMs, type Rules } from '../../subgraphs/certificates/issuance/chunk/rules.js';
import {
  recipientFailures,
  type FailureCode,
} from '../../subgraphs/certificates/issuance/failures.js';
import type { IssueCommand } from '../../subgraphs/certificates/issuance/IssueCommand.js';
import type { Issued } from '../../subgraphs/certificates/issuance/Issuing.js';
import type { RecipientRecord } from '../../subgraphs/certificates/issuance/Ledger.js';
import { isOpen, type RecipientStatus } from '../../subgraphs/certificates/issuance/states.js';
import type { MemoryIssuance } from './ledger/MemoryIssuance.js';
import type { Effect } from './Pluvo.js';
import { lifeOf, type Process } from './Process.js';
import type { World } from './World.js';

/** A sending that the ledger knows of before it sets out. */
interface Intent {
  readonly issuance: MemoryIssuance;
  readonly chunkNumber: number;
  readonly users: readonly string[];
  readonly sendByMs: number;
  isUsed: boolean;
}

/** What really happened to one person of one issuance. */
export interface Truth {
  readonly issuance: MemoryIssuance;
  readonly user: string;
  effects: number;
  /** The ledger says that there are several. */
  isDetected: boolean;
  /** To whom Pluvo said that it had issued, and when. */
  readonly toldTo: { readonly process: Process; readonly atMs: number }[];
}

export interface WatchOptions {
  readonly world: World;
  /** The bounds that the world keeps, whatever the core was told. */
  readonly bounds: Rules;
  readonly isBounded: boolean;
  /** Whether the store always answers soon. */
  readonly isStoreWell: boolean;
}

/** How long it takes to write down what was answered, when neither the process nor the store is in trouble. */
const writtenWithinMs = 1_000;

/** Sees what really happens and what the ledger says, at each moment, and names whatever must not be. */
export class Watch {
  readonly violations: string[] = [];
  readonly intents: Intent[] = [];
  readonly truths = new Map<string, Truth>();
  readonly #options: WatchOptions;
  /** The last final answer to each request ID. */
  readonly #answers = new Map<string, { id: string; recipients: readonly RecipientRecord[] }>();
  /** Chunks whose latest sending has an unknown outcome, which nothing has proved not to have happened. */
  readonly #unproven = new Set<string>();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Who has more than one certificate by one issuance, and the ledger does not say so. */
  get undetected(): readonly Truth[] {
    return [...this.truths.values()].filter(
      ({ effects, isDetected }) => effects > 1 && !isDetected,
    );
  }

  violation(text: string): void {
    const { world } = this.#options;
    this.violations.push(text);
    world.note('!!!', () => text);
  }

  /** A request sets out; returns its number. */
  sent({ certificateId, title, issueDate, userIds }: GenerateCertificate): number {
    // The latest: an intent under which nothing was sent stays behind.
    const number = this.intents.findLastIndex(
      ({ issuance: { record }, users, isUsed }) =>
        !isUsed &&
        record.certificateId === certificateId &&
        record.title === title &&
        record.issueDate === issueDate &&
        users.length === userIds.length &&
        users.every((user) => userIds.includes(user)),
    );
    const intent = this.intents[number];
    if (!intent) {
      this.violation(`sent without an intent in the ledger: ${userIds.join(', ')}`);
      return -1;
    }
    intent.isUsed = true;
    const lateMs = this.#options.world.nowMs - intent.sendByMs;
    const { pauseBoundMs } = this.#options.bounds;
    if (this.#options.isBounded && lateMs > pauseBoundMs)
      this.violation(`sent ${String(lateMs)} ms after it had to set out`);
    return number;
  }

  effect({ user, sendNumber }: Effect): void {
    const intent = this.intents[sendNumber];
    if (intent) this.#truth(intent.issuance, user).effects += 1;
  }

  /** Pluvo's answer has come to a process of ours, which writes it down whoever has the lease by then. */
  told(process: Process, sendNumber: number, issued: readonly string[]): void {
    const intent = this.intents[sendNumber];
    if (!intent) return;
    const { world, isStoreWell } = this.#options;
    const atMs = world.nowMs;
    for (const user of issued) this.#truth(intent.issuance, user).toldTo.push({ process, atMs });
    if (isStoreWell) this.#expectWritten(process, intent, issued);
  }

  #expectWritten(process: Process, intent: Intent, issued: readonly string[]): void {
    const { world } = this.#options;
    const { issuance, chunkNumber } = intent;
    world.after(writtenWithinMs, () => {
      if (process.killedAtMs !== undefined) return;
      if (process.stillUntilMs > world.nowMs - writtenWithinMs) {
        this.#expectWritten(process, intent, issued);
        return;
      }
      const name = `${issuance.record.requestId}/${String(chunkNumber)}`;
      for (const user of issued)
        if (issuance.person(user)?.status !== 'ISSUED')
          this.violation(`${name} does not know that ${user} was issued to, as was answered`);
    });
  }

  changed(issuance: MemoryIssuance, before: Chunk, { chunk, events }: Change): void {
    const { world, bounds, isBounded } = this.#options;
    const name = `${issuance.record.requestId}/${String(chunk.number)}`;
    for (const { kind, attempt, detail, pluvoUserIds } of events) {
      world.note('ledger', () =>
        [name, kind, attempt, pluvoUserIds?.join(' '), detail].filter(Boolean).join(' '),
      );
      if (kind === 'SENDING') this.#begins(name, issuance, before, chunk);
      if (kind === 'OUTCOME_UNKNOWN') this.#unproven.add(name);
      if (kind === 'NOT_SENT' || kind === 'RESEND') this.#unproven.delete(name);
      if (kind === 'RESEND' && isBounded && world.nowMs < quarantineEndMs(before.sendByMs, bounds))
        this.violation(`${name} is to be sent again before its quarantine is over`);
      if (kind === 'DUPLICATE_DETECTED')
        for (const user of pluvoUserIds ?? []) this.#truth(issuance, user).isDetected = true;
    }
    // Where somebody may get two by one issuance, the second may be taken for that of another which looks the same.
    const maySendTwice = !isBounded && bounds.whenAbsent === 'RECONCILE_THEN_RESEND';
    const wasIssued = new Set(usersWith(before.people, 'ISSUED'));
    for (const { pluvoUserId, status } of chunk.people) {
      const isIssued = this.#truth(issuance, pluvoUserId).effects > 0;
      if (status === 'ISSUED' && !isIssued && !maySendTwice)
        this.violation(`${name} says ISSUED of ${pluvoUserId}, who has nothing`);
      if (status !== 'ISSUED' && wasIssued.has(pluvoUserId))
        this.violation(`${name} takes ISSUED back from ${pluvoUserId}`);
    }
  }

  #begins(name: string, issuance: MemoryIssuance, before: Chunk, chunk: Chunk): void {
    if (lifeOf(chunk.sendingId) !== lifeOf(issuance.token))
      this.violation(`${name} is to be sent by one who has no lease`);
    if (this.#unproven.has(name)) this.violation(`${name} is sent again without proof`);
    this.intents.push({
      issuance,
      chunkNumber: chunk.number,
      users: openPeople(before),
      sendByMs: chunk.sendByMs,
      isUsed: false,
    });
  }

  /** @param recipients as the ledger shows them at this moment */
  answered(
    { requestId }: IssueCommand,
    { issuance }: Issued,
    recipients: readonly RecipientRecord[],
  ): void {
    const earlier = this.#answers.get(requestId);
    if (earlier && earlier.id !== issuance.id)
      this.violation(`${requestId} was answered for two issuances`);
    if (isOpen(issuance.status)) return;
    for (const [position, { status, failure }] of earlier?.recipients.entries() ?? []) {
      const now = recipients[position];
      if (now && isForGood(status, failure) && (now.status !== status || now.failure !== failure))
        this.violation(`${requestId} was answered ${status}, then ${now.status}`);
    }
    this.#answers.set(requestId, { id: issuance.id, recipients });
  }

  #truth(issuance: MemoryIssuance, user: string): Truth {
    const key = `${issuance.record.id} ${user}`;
    const known = this.truths.get(key);
    if (known) return known;
    const truth = { issuance, user, effects: 0, isDetected: false, toldTo: [] };
    this.truths.set(key, truth);
    return truth;
  }
}

/** Whether another answer later on would contradict this one. */
function isForGood(status: RecipientStatus, failure: FailureCode | undefined): boolean {
  if (status === 'ISSUED') return true;
  return status === 'FAILED' && failure !== undefined && !recipientFailures[failure].retryable;
}

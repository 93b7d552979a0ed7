import type { Clock } from '../../../platform/clock.js';
import { PluvoError } from '../../../pluvo/errors.js';
import type { People } from '../people.js';
import type { Chunk } from './chunk/Chunk.js';
import type { Rules } from './chunk/rules.js';
import { abandon } from './chunk/send.js';
import type { ChunkSender } from './ChunkSender.js';
import type { Reached } from './failPoint.js';
import type { Lease } from './Lease.js';
import type { Ledger } from './Ledger.js';
import type { LedgerClock } from './LedgerClock.js';
import type { Observe } from './observe.js';
import type { Pace } from './Pace.js';
import type { Reconciler } from './Reconciler.js';
import { resolveRecipients } from './resolve.js';

export interface IssuanceTurnOptions {
  readonly ledger: Pick<Ledger, 'changeSending' | 'dueChunks' | 'plan' | 'unresolved'>;
  readonly ledgerClock: LedgerClock;
  readonly people: People;
  readonly sender: ChunkSender;
  readonly reconciler: Reconciler;
  /** Of all issuances of this process together. */
  readonly pace: Pace;
  readonly rules: Rules;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly reached: Reached;
  /** Users in one call of Pluvo's mutation. */
  readonly chunkSize: number;
  /** How long one issuance may be worked on while others may wait. */
  readonly lengthMs: number;
  readonly stopping: AbortSignal;
}

/** Why a turn ended before its work. */
export interface Setback {
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

/** Recipients that are looked up and planned at a time. */
const pageSize = 1_000;
const chunksAtATime = 16;

/**
 * One turn of work on one issuance: looks people up page by page, sends and reconciles what is due, several calls at a
 * time, until nothing is due, something stands in the way, the lease is lost or its time is over. It holds one page and a
 * few chunks, however large the issuance is.
 */
export class IssuanceTurn {
  readonly #options: IssuanceTurnOptions;
  readonly #lease: Lease;
  readonly #underway = new Map<number | 'planning', Promise<void>>();
  readonly #endsAtMs: number;
  /** Read from the ledger, and not begun; whoever works on one makes sure that it is still so. */
  #due: Chunk[] = [];
  /** Chunks that were cut in this turn and not begun. */
  #ahead = 0;
  #isPlanned = false;
  /** Stands in the way of sending, and ends the turn. */
  #setback: Setback | undefined;
  /** Portfolios cannot be read: in this turn, who waits is sent all the same, and nobody is looked for any more. */
  #blindness: Setback | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(lease: Lease, options: IssuanceTurnOptions) {
    this.#lease = lease;
    this.#options = options;
    this.#endsAtMs = options.clock.monotonicMs() + options.lengthMs;
  }

  /** Rejects with the first failure of the ledger or the directory, when everything that was under way has ended. */
  async run(): Promise<Setback | undefined> {
    await this.#abandonSendings();
    for (;;) {
      if (this.#goesOn)
        await this.#startMore().catch((error: unknown) => {
          this.#fail(error);
        });
      if (this.#underway.size === 0) break;
      await Promise.race(this.#underway.values());
    }
    if (this.#failure) throw this.#failure.error;
    return this.#setback ?? this.#blindness;
  }

  /** Whoever was sending had the lease before, and is gone. */
  async #abandonSendings(): Promise<void> {
    const { ledger, ledgerClock, rules, observe } = this.#options;
    const { claim } = this.#lease;
    const nowMs = ledgerClock.latestMs();
    const changes = await ledger.changeSending(
      claim,
      (chunk) => abandon(chunk, rules, nowMs),
      nowMs,
    );
    for (const change of changes) observe(claim.issuance.id, change);
  }

  get #goesOn(): boolean {
    const { stopping, clock } = this.#options;
    const isHindered = this.#setback !== undefined || this.#failure !== undefined;
    return (
      !isHindered && !stopping.aborted && this.#lease.isHeld && clock.monotonicMs() < this.#endsAtMs
    );
  }

  async #startMore(): Promise<void> {
    const { ledger, ledgerClock, pace } = this.#options;
    const { id } = this.#lease.claim.issuance;
    const taken = [...this.#underway.keys()].filter((key) => key !== 'planning');
    const room = pace.width - taken.length;
    if (room > 0 && this.#due.length === 0) {
      const only = this.#blindness && 'READY';
      const nowMs = ledgerClock.nowMs();
      this.#due = [...(await ledger.dueChunks(id, nowMs, taken, chunksAtATime, only))];
      // A page of people of whom nobody could be sent, or fewer than were counted.
      if (this.#due.length === 0) this.#ahead = 0;
    }
    if (!this.#isPlanned && !this.#underway.has('planning') && this.#ahead < 2 * pace.width) {
      this.#start('planning', this.#planPage());
    }
    if (room < 1) return;
    for (const chunk of this.#due.splice(0, room)) this.#start(chunk.number, this.#work(chunk));
  }

  #start(key: number | 'planning', work: Promise<void>): void {
    this.#underway.set(
      key,
      work
        .catch((error: unknown) => {
          this.#fail(error);
        })
        .finally(() => this.#underway.delete(key)),
    );
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async #planPage(): Promise<void> {
    const { ledger, ledgerClock, people, reached, chunkSize } = this.#options;
    const { claim } = this.#lease;
    const page = await ledger.unresolved(claim.issuance.id, pageSize);
    reached('resolving');
    if (page.length > 0) {
      const resolutions = await resolveRecipients(claim.issuance, page, people);
      if (!(await ledger.plan(claim, resolutions, chunkSize, ledgerClock.nowMs()))) return;
      reached('planned');
      this.#ahead += Math.ceil(page.length / chunkSize);
    }
    this.#isPlanned = page.length < pageSize;
  }

  async #work(chunk: Chunk): Promise<void> {
    if (chunk.status !== 'READY') {
      if (!this.#blindness) await this.#look(chunk);
      return;
    }
    this.#ahead -= 1;
    const { sender, pace } = this.#options;
    const settlement = await sender.send(this.#lease, chunk);
    if (!settlement) return;
    const isAgain = settlement.kind === 'again';
    pace.went(!isAgain && settlement.unknown.length === 0);
    if (isAgain) this.#setback ??= settlement;
  }

  async #look(chunk: Chunk): Promise<void> {
    try {
      await this.#options.reconciler.look(this.#lease, chunk);
    } catch (error) {
      if (!(error instanceof PluvoError)) throw error;
      this.#blindness ??= { reason: error.message, retryAfterMs: undefined };
    }
  }
}

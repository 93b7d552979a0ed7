import {
  recipientStatus,
  usersWith,
  type Change,
  type Chunk,
  type ChunkEvent,
  type Person,
  type PersonStatus,
} from '../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import {
  recipientFailures,
  type FailureCode,
} from '../../../subgraphs/certificates/issuance/failures.js';
import type {
  Decision,
  EventRecord,
  IssuanceRecord,
  RecipientRecord,
  Resolution,
} from '../../../subgraphs/certificates/issuance/Ledger.js';
import { storable } from '../../../subgraphs/certificates/issuance/sql/writeEvents.js';
import {
  countKey,
  finalStatus,
  isOpen,
  type RecipientCounts,
} from '../../../subgraphs/certificates/issuance/states.js';

/** What is kept of a recipient; what became of whoever is in a chunk is kept there. */
interface Kept extends Resolution {
  readonly chunkNumber?: number;
  readonly decision?: Decision;
}

/** What became of a person. */
export type Fate = Pick<Person, 'status' | 'failure'>;

export const noCounts = { ready: 0, sending: 0, unknown: 0, issued: 0, failed: 0, parked: 0 };

/** One issuance with its parts, and how they change together. Knows nothing of other issuances. */
export class MemoryIssuance {
  record: IssuanceRecord;
  token: string | undefined;
  leaseUntilMs = 0;
  readonly #kept: Kept[];
  readonly #chunks: Chunk[] = [];
  readonly #events: EventRecord[] = [];
  #forgotten: RecipientCounts | undefined;
  /** Their natural keys stay. */
  readonly #issuedAndForgotten = new Set<string>();

  constructor(record: IssuanceRecord, recipients: readonly Resolution[]) {
    this.record = record;
    this.#kept = [...recipients];
    this.note(record.createdAtMs, undefined, {
      kind: 'ACCEPTED',
      detail: `${String(recipients.length)} recipients`,
    });
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  get events(): readonly EventRecord[] {
    return this.#events;
  }

  /** Those who were not looked up yet. */
  unresolved(): readonly RecipientRecord[] {
    return this.#kept.filter(isUnresolved).map((kept) => this.#recipient(kept));
  }

  /** Without those who were planned or cancelled meanwhile. Whoever is pinned already stays who they are. */
  stillUnresolved(resolutions: readonly Resolution[]): readonly Resolution[] {
    return resolutions.flatMap((resolution) => {
      const kept = this.#kept[resolution.position];
      if (!kept || !isUnresolved(kept)) return [];
      return { ...resolution, pluvoUserId: kept.pluvoUserId ?? resolution.pluvoUserId };
    });
  }

  /** Whoever was in the plan, by Pluvo's id. */
  person(pluvoUserId: string): Fate | undefined {
    if (this.#issuedAndForgotten.has(pluvoUserId)) return { status: 'ISSUED', failure: undefined };
    for (const { people } of this.#chunks) {
      const person = people.find((one) => one.pluvoUserId === pluvoUserId);
      if (person) return person;
    }
    return undefined;
  }

  recipients(): readonly RecipientRecord[] {
    return this.#kept.map((kept) => this.#recipient(kept));
  }

  counts(): RecipientCounts {
    if (this.#forgotten) return this.#forgotten;
    const counts = { ...noCounts };
    for (const { status } of this.recipients()) counts[countKey(status)] += 1;
    return counts;
  }

  note(atMs: number, chunkNumber: number | undefined, event: ChunkEvent): void {
    const { detail, ...rest } = event;
    const kept = detail === undefined ? rest : { ...rest, detail: storable(detail) };
    this.#events.push({ ...kept, sequence: this.#events.length + 1, atMs, chunkNumber });
  }

  /**
   * Pins unresolved recipients. Who is in a chunk already joins it.
   * @param refused who may not be sent for
   * @returns who is to be sent for, in the order in which chunks of this size are cut
   */
  pin(
    page: readonly Resolution[],
    refused: ReadonlyMap<string, FailureCode>,
    size: number,
  ): readonly string[] {
    const chunkOf = new Map<string, number>();
    for (const { number, people } of this.#chunks)
      for (const { pluvoUserId } of people) chunkOf.set(pluvoUserId, number);
    const fresh: string[] = [];
    for (const resolution of page) {
      const { position, pluvoUserId } = resolution;
      const failure = resolution.failure ?? refused.get(pluvoUserId ?? '');
      if (failure || pluvoUserId === undefined) {
        this.#kept[position] = { ...resolution, failure: failure ?? 'USER_NOT_LINKED' };
        continue;
      }
      const newNumber = this.#chunks.length + Math.floor(fresh.length / size);
      const chunkNumber = chunkOf.get(pluvoUserId) ?? newNumber;
      if (!chunkOf.has(pluvoUserId)) fresh.push(pluvoUserId);
      chunkOf.set(pluvoUserId, chunkNumber);
      this.#kept[position] = { ...resolution, chunkNumber };
    }
    return fresh;
  }

  hasIssuedTo(pluvoUserId: string): boolean {
    return this.#chunks.some(({ people }) => usersWith(people, 'ISSUED').includes(pluvoUserId));
  }

  cut(users: readonly string[], size: number, nowMs: number): void {
    for (let start = 0; start < users.length; start += size) {
      this.#chunks.push({
        number: this.#chunks.length,
        status: 'READY',
        attempt: 0,
        sendingId: undefined,
        sendByMs: 0,
        dueAtMs: nowMs,
        resends: 0,
        looks: 0,
        people: users.slice(start, start + size).map((pluvoUserId) => ({
          pluvoUserId,
          status: 'OPEN',
          failure: undefined,
          issuedInAttempt: undefined,
          portfolioItemId: undefined,
        })),
      });
    }
  }

  keep({ chunk, events }: Change, nowMs: number): void {
    this.#chunks[chunk.number] = chunk;
    for (const event of events) this.note(nowMs, chunk.number, event);
  }

  keepDecision(pluvoUserId: string, decision: Decision): void {
    this.#kept.forEach((kept, index) => {
      if (kept.pluvoUserId !== pluvoUserId) return;
      this.#kept[index] = { ...kept, decision };
    });
  }

  failUnresolved(failure: 'CANCELLED'): void {
    this.#kept.forEach((kept, index) => {
      if (isUnresolved(kept)) this.#kept[index] = { ...kept, failure };
    });
  }

  /** Takes those out of the plan again whom a later try may help; how many recipients. */
  reopenRetryable(): number {
    const again = this.recipients().filter(
      ({ status, failure }) =>
        status === 'FAILED' && failure && recipientFailures[failure].retryable,
    );
    for (const { position, email, userId, pluvoUserId, failure } of again) {
      const isToLookUp = email !== undefined && failure?.startsWith('USER_') === true;
      const { chunkNumber } = this.#kept[position] ?? {};
      if (chunkNumber !== undefined) this.#leave(chunkNumber, pluvoUserId);
      this.#kept[position] = {
        position,
        email,
        userId: isToLookUp ? undefined : userId,
        pluvoUserId: isToLookUp ? undefined : pluvoUserId,
        failure: undefined,
      };
    }
    return again.length;
  }

  /** Gives it the status that follows from its recipients. */
  conclude(nowMs: number): void {
    if (this.#kept.some(isUnresolved)) return;
    const status = finalStatus(this.counts()) ?? 'RUNNING';
    if (status === this.record.status) return;
    const isFinished = !isOpen(status) && status !== 'NEEDS_REVIEW';
    this.record = { ...this.record, status, finishedAtMs: isFinished ? nowMs : undefined };
    if (!isOpen(status)) this.note(nowMs, undefined, { kind: 'FINISHED', detail: status });
  }

  /** When there is something to do for it; a chunk that is SENDING has no sender any more when nobody has the lease. */
  dueAtMs(): number | undefined {
    const due = this.#chunks.flatMap(({ status, dueAtMs }) =>
      status === 'SENDING' ? 0 : (dueAtMs ?? []),
    );
    if (this.#kept.some(isUnresolved)) due.push(0);
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  forget(nowMs: number): void {
    this.#forgotten = this.counts();
    for (const { people } of this.#chunks)
      for (const user of usersWith(people, 'ISSUED')) this.#issuedAndForgotten.add(user);
    this.record = { ...this.record, forgottenAtMs: nowMs, dueAtMs: undefined };
    this.#kept.length = 0;
    this.#chunks.length = 0;
    this.#events.length = 0;
  }

  #leave(chunkNumber: number, pluvoUserId: string | undefined): void {
    const chunk = this.#chunks[chunkNumber];
    if (!chunk) return;
    const people = chunk.people.filter((person) => person.pluvoUserId !== pluvoUserId);
    this.#chunks[chunkNumber] = { ...chunk, people };
  }

  #recipient(kept: Kept): RecipientRecord {
    const { position, email, userId, pluvoUserId, chunkNumber } = kept;
    const chunk = chunkNumber === undefined ? undefined : this.#chunks[chunkNumber];
    const person = chunk?.people.find((one) => one.pluvoUserId === pluvoUserId);
    const status: PersonStatus = person?.status ?? (kept.failure ? 'FAILED' : 'OPEN');
    return {
      issuanceId: this.record.id,
      position,
      email,
      userId,
      pluvoUserId,
      status: recipientStatus(status, chunk?.status),
      failure: person ? person.failure : kept.failure,
      portfolioItemId: person?.portfolioItemId,
      decision: kept.decision,
    };
  }
}

/** Whether somebody of it may still get a certificate, or may have one. */
export function isUndecided(person: Fate | undefined): boolean {
  return person?.status === 'OPEN' || person?.status === 'PARKED';
}

function isUnresolved({ failure, chunkNumber }: Kept): boolean {
  return failure === undefined && chunkNumber === undefined;
}

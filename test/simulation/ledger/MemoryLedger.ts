import type { Clock } from '../../../platform/clock.js';
import {
  usersWith,
  type Change,
  type Chunk,
} from '../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { decide } from '../../../subgraphs/certificates/issuance/chunk/decide.js';
import type {
  ChangeChunk,
  Claim,
  IssuanceRecord,
  Ledger,
  RecipientRecord,
  Resolution,
  Verdict,
} from '../../../subgraphs/certificates/issuance/Ledger.js';
import { isOpen } from '../../../subgraphs/certificates/issuance/states.js';
import { MemoryIssuance } from './MemoryIssuance.js';
import { MemoryReads } from './MemoryReads.js';
import { NaturalKeys, type KeyOf } from './NaturalKeys.js';
import { now } from './now.js';

export interface MemoryLedgerOptions {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly keyOf: KeyOf;
  /** Told of each change of a chunk when it is written, before anybody else knows. */
  readonly onChange?: (issuance: MemoryIssuance, before: Chunk, change: Change) => void;
}

/** The ledger in memory, for the simulator: every method is done at once when it is called, so that none is seen half. */
export class MemoryLedger extends MemoryReads implements Ledger {
  readonly #keys: NaturalKeys;
  readonly #onChange: MemoryLedgerOptions['onChange'];

  constructor({ clock, keyOf, onChange }: MemoryLedgerOptions) {
    super(clock);
    this.#keys = new NaturalKeys(keyOf);
    this.#onChange = onChange;
  }

  open(record: IssuanceRecord, recipients: readonly Resolution[]): Promise<boolean> {
    return now(() => {
      const request = `${record.caller} ${record.requestId}`;
      if (this.byRequest.has(request)) return false;
      const issuance = new MemoryIssuance(record, recipients);
      this.issuancesById.set(record.id, issuance);
      this.byRequest.set(request, issuance);
      return true;
    });
  }

  reopen(id: string, nowMs: number): Promise<boolean> {
    return now(() => {
      const issuance = this.get(id);
      if (!issuance) return false;
      const { status, cancelledAtMs, forgottenAtMs } = issuance.record;
      if (status !== 'PARTIAL' && status !== 'FAILED') return false;
      if (cancelledAtMs !== undefined || forgottenAtMs !== undefined) return false;
      const reopened = issuance.reopenRetryable();
      if (reopened === 0) return false;
      issuance.record = {
        ...issuance.record,
        ...{ status: 'RESOLVING', finishedAtMs: undefined, dueAtMs: nowMs, setbacks: 0 },
      };
      const detail = `${String(reopened)} recipients`;
      issuance.note(nowMs, undefined, { kind: 'REDRIVEN', detail });
      return true;
    });
  }

  cancel(id: string, cancelledBy: string, change: ChangeChunk, nowMs: number): Promise<boolean> {
    return now(() => {
      const issuance = this.get(id);
      if (!issuance || !isOpen(issuance.record.status)) return false;
      if (issuance.record.cancelledAtMs !== undefined) return true;
      issuance.record = { ...issuance.record, cancelledAtMs: nowMs };
      issuance.note(nowMs, undefined, { kind: 'CANCELLED', detail: `by ${cancelledBy}` });
      issuance.failUnresolved('CANCELLED');
      for (const { number, status } of issuance.chunks)
        if (status === 'READY') this.#change(issuance, number, change, nowMs);
      conclude(issuance, nowMs);
      return true;
    });
  }

  claim(
    which: { readonly id: string } | { readonly isBulk: boolean },
    { token, nowMs, untilMs }: { token: string; nowMs: number; untilMs: number },
  ): Promise<Claim | undefined> {
    return now(() => {
      let longest: MemoryIssuance | undefined;
      for (const issuance of this.issuancesById.values()) {
        const { id, isBulk, dueAtMs } = issuance.record;
        const isMeant = 'id' in which ? which.id === id : which.isBulk === isBulk;
        if (!isMeant || dueAtMs === undefined || dueAtMs > nowMs) continue;
        if (issuance.leaseUntilMs > nowMs) continue;
        if (!longest || dueAtMs < (longest.record.dueAtMs ?? 0)) longest = issuance;
      }
      if (!longest) return undefined;
      longest.token = token;
      longest.leaseUntilMs = untilMs;
      return { issuance: longest.record, token };
    });
  }

  renew(claim: Claim, untilMs: number): Promise<boolean> {
    return now(() => {
      const issuance = this.#held(claim);
      if (issuance) issuance.leaseUntilMs = untilMs;
      return issuance !== undefined;
    });
  }

  release(claim: Claim, next: { notBeforeMs: number; setbacks: number }): Promise<void> {
    return now(() => {
      const issuance = this.#held(claim);
      if (!issuance) return;
      issuance.token = undefined;
      issuance.leaseUntilMs = 0;
      const due = issuance.dueAtMs();
      const dueAtMs = due === undefined ? undefined : Math.max(due, next.notBeforeMs);
      issuance.record = { ...issuance.record, dueAtMs, setbacks: next.setbacks };
    });
  }

  plan(
    claim: Claim,
    resolutions: readonly Resolution[],
    chunkSize: number,
    nowMs: number,
  ): Promise<boolean> {
    return now(() => {
      const issuance = this.#held(claim);
      if (!issuance) return false;
      if (!isOpen(issuance.record.status)) return true;
      const page = issuance.stillUnresolved(resolutions);
      const fresh = new Set(
        page.flatMap(({ pluvoUserId, failure }) =>
          pluvoUserId === undefined || failure || issuance.person(pluvoUserId) ? [] : pluvoUserId,
        ),
      );
      const sentFor = issuance.pin(page, this.#keys.claim(issuance, fresh), chunkSize);
      issuance.cut(sentFor, chunkSize, nowMs);
      issuance.record = { ...issuance.record, status: 'RUNNING' };
      const detail = `${String(sentFor.length)} people`;
      if (page.length > 0) issuance.note(nowMs, undefined, { kind: 'PLANNED', detail });
      conclude(issuance, nowMs);
      return true;
    });
  }

  changeSending(claim: Claim, change: ChangeChunk, nowMs: number): Promise<readonly Change[]> {
    return now(() => {
      const issuance = this.#held(claim);
      const sending = issuance?.chunks.filter(({ status }) => status === 'SENDING') ?? [];
      return sending.flatMap(({ number }) => this.#change(issuance, number, change, nowMs) ?? []);
    });
  }

  changeClaimed(
    claim: Claim,
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ): Promise<Change | undefined> {
    return now(() => this.#change(this.#held(claim), number, change, nowMs));
  }

  change(
    id: string,
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ): Promise<Change | undefined> {
    return now(() => this.#change(this.get(id), number, change, nowMs));
  }

  decide(
    id: string,
    who: { readonly email: string } | { readonly pluvoUserId: string },
    verdict: Verdict,
    nowMs: number,
  ): Promise<{ decided: boolean; recipient: RecipientRecord } | undefined> {
    return now(() => {
      const issuance = this.get(id);
      const isMeant = ({ email, pluvoUserId }: RecipientRecord) =>
        'email' in who ? email === who.email : pluvoUserId === who.pluvoUserId;
      const recipient = issuance?.recipients().find(isMeant);
      if (!issuance || !recipient) return undefined;
      const user = recipient.pluvoUserId;
      if (recipient.status !== 'PARKED' || user === undefined) return { decided: false, recipient };
      issuance.keepDecision(user, { ...verdict, decidedAtMs: nowMs });
      for (const { number, people } of issuance.chunks)
        if (people.some(({ pluvoUserId }) => pluvoUserId === user))
          this.#change(issuance, number, (chunk) => decide(chunk, user, verdict), nowMs);
      return { decided: true, recipient: issuance.recipients().find(isMeant) ?? recipient };
    });
  }

  forget(endedBeforeMs: number, nowMs: number, limit: number): Promise<number> {
    return now(() => {
      const old = this.#endedBefore(endedBeforeMs).filter(
        ({ record }) => record.forgottenAtMs === undefined,
      );
      for (const issuance of old.slice(0, limit)) issuance.forget(nowMs);
      return Math.min(old.length, limit);
    });
  }

  bury(endedBeforeMs: number, limit: number): Promise<number> {
    return now(() => {
      const old = this.#endedBefore(endedBeforeMs).filter(
        ({ record }) => record.forgottenAtMs !== undefined,
      );
      for (const issuance of old.slice(0, limit)) {
        const { id, caller, requestId } = issuance.record;
        this.issuancesById.delete(id);
        this.byRequest.delete(`${caller} ${requestId}`);
        this.#keys.bury(issuance);
      }
      return Math.min(old.length, limit);
    });
  }

  #endedBefore(endedBeforeMs: number): readonly MemoryIssuance[] {
    return this.all.filter(
      ({ record: { finishedAtMs = Infinity } }) => finishedAtMs < endedBeforeMs,
    );
  }

  #held({ issuance: { id }, token }: Claim): MemoryIssuance | undefined {
    const issuance = this.get(id);
    return issuance?.token === token ? issuance : undefined;
  }

  #change(
    issuance: MemoryIssuance | undefined,
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ): Change | undefined {
    const before = issuance?.chunks[number];
    const changed = before && change(before, issuance.record);
    if (!changed || changed.chunk === before) return changed;
    this.#onChange?.(issuance, before, changed);
    issuance.keep(changed, nowMs);
    const wasFailed = new Set(usersWith(before.people, 'FAILED'));
    for (const { pluvoUserId, status } of changed.chunk.people) {
      const isFailed = status === 'FAILED';
      if (isFailed === wasFailed.has(pluvoUserId)) continue;
      if (isFailed) this.#keys.release(issuance, pluvoUserId);
      else this.#keys.keep(issuance, pluvoUserId);
    }
    conclude(issuance, nowMs);
    return changed;
  }
}

/** Its status, and when somebody has to come for it, if nobody is at it who will say when. */
function conclude(issuance: MemoryIssuance, nowMs: number): void {
  issuance.conclude(nowMs);
  if (issuance.token !== undefined) return;
  const dueAtMs = Math.min(issuance.record.dueAtMs ?? Infinity, issuance.dueAtMs() ?? Infinity);
  issuance.record = { ...issuance.record, dueAtMs: dueAtMs === Infinity ? undefined : dueAtMs };
}

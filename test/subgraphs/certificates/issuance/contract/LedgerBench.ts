import { cancel } from '../../../../../subgraphs/certificates/issuance/chunk/cancel.js';
import {
  openPeople,
  type Change,
  type Chunk,
  type Sending,
} from '../../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { recordResult } from '../../../../../subgraphs/certificates/issuance/chunk/recordResult.js';
import type { Rules } from '../../../../../subgraphs/certificates/issuance/chunk/rules.js';
import { abandon, beginSend } from '../../../../../subgraphs/certificates/issuance/chunk/send.js';
import type {
  Claim,
  EventRecord,
  IssuanceRecord,
  Ledger,
  Resolution,
} from '../../../../../subgraphs/certificates/issuance/Ledger.js';
import type { Settlement } from '../../../../../subgraphs/certificates/issuance/settle.js';
import { anIssuance, people } from '../openLedger.js';

export const nowMs = Date.parse('2026-01-15T09:00:00Z');
export const leaseMs = 15_000;
export const sendWindowMs = 5_000;
export const rules: Rules = {
  whenAbsent: 'RECONCILE_THEN_RESEND',
  pauseBoundMs: 1_000,
  processingBoundMs: 5_000,
  listLagMs: 2_000,
};
export const quarantineMs = 8_000;

/** A chunk on its way: who is in it, and which sending it is. */
export interface Sent {
  readonly id: string;
  readonly number: number;
  readonly sending: Sending;
  readonly users: readonly string[];
}

export const notSent: Settlement = { kind: 'again', reason: 'refused', retryAfterMs: undefined };

export function settled(lists: {
  issued?: readonly string[];
  failed?: readonly string[];
  unknown?: readonly string[];
}): Settlement {
  return {
    ...{ kind: 'settled', issued: [], failed: [], unknown: [], failure: 'PLUVO_FAILED' },
    ...lists,
  };
}

/** What a worker does with a ledger, in few words. */
export class LedgerBench {
  readonly ledger: Ledger;
  #sendings = 0;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  /** Accepted with their addresses alone. */
  async accepted(who: readonly Resolution[], changes: Partial<IssuanceRecord> = {}) {
    const issuance = anIssuance(changes);
    const unknown = { userId: undefined, pluvoUserId: undefined, failure: undefined };
    const opened = await this.ledger.open(
      issuance,
      who.map((resolution) => ({ ...resolution, ...unknown })),
    );
    if (!opened) throw new Error('Expected a new request ID.');
    return issuance;
  }

  async claim(
    { id }: Pick<IssuanceRecord, 'id'>,
    token = 'worker-1',
    atMs = nowMs,
  ): Promise<Claim> {
    const lease = { token, nowMs: atMs, untilMs: atMs + leaseMs };
    const claim = await this.ledger.claim({ id }, lease);
    if (!claim) throw new Error('Expected the issuance to be free.');
    return claim;
  }

  async planned(
    who: readonly Resolution[],
    changes: Partial<IssuanceRecord> = {},
    chunkSize = 50,
  ): Promise<Claim> {
    const claim = await this.claim(await this.accepted(who, changes));
    await this.ledger.plan(claim, who, chunkSize, nowMs);
    return claim;
  }

  /** Writes the intent for the chunk that is next. */
  async send(claim: Claim, atMs = nowMs): Promise<Sent> {
    const { id } = claim.issuance;
    const [chunk] = await this.ledger.dueChunks(id, atMs, [], 1);
    const sent = chunk && (await this.begin(claim, chunk, atMs));
    if (!sent) throw new Error('Expected something to send.');
    return sent;
  }

  async begin(claim: Claim, chunk: Chunk, atMs = nowMs): Promise<Sent | undefined> {
    const { id } = claim.issuance;
    this.#sendings += 1;
    const sending = { id: `sending-${String(this.#sendings)}`, attempt: chunk.attempt + 1 };
    const change = await this.ledger.changeClaimed(
      claim,
      chunk.number,
      (current) => beginSend(current, sending, openPeople(current), atMs + sendWindowMs),
      atMs,
    );
    if (!change) return undefined;
    const users = change.chunk.people.map(({ pluvoUserId }) => pluvoUserId);
    return { id, number: chunk.number, sending, users };
  }

  record({ id, number, sending }: Sent, settlement: Settlement, atMs = nowMs) {
    const change = (chunk: Chunk): Change => recordResult(chunk, sending, settlement, rules, atMs);
    return this.ledger.change(id, number, change, atMs);
  }

  /** Everybody of a new issuance, sent and answered. */
  async issued(users: readonly string[], changes: Partial<IssuanceRecord> = {}): Promise<Claim> {
    const claim = await this.planned(people(...users), changes);
    await this.record(await this.send(claim), settled({ issued: users }));
    return claim;
  }

  /** Everybody of a new issuance parked: their sender vanished, and a person has to decide. */
  async parked(users: readonly string[], changes: Partial<IssuanceRecord> = {}) {
    const claim = await this.planned(people(...users), changes);
    const sent = await this.send(claim);
    await this.ledger.change(sent.id, sent.number, park, nowMs);
    return { claim, sent };
  }

  abandonAll(claim: Claim, atMs = nowMs) {
    return this.ledger.changeSending(claim, (chunk) => abandon(chunk, rules, atMs), atMs);
  }

  cancel(id: string, atMs = nowMs) {
    return this.ledger.cancel(id, 'ops', (chunk) => cancel(chunk, rules, atMs), atMs);
  }

  async find({ caller, requestId }: IssuanceRecord): Promise<IssuanceRecord | undefined> {
    return this.ledger.find(caller, requestId);
  }

  async recipients(id: string) {
    return (await this.ledger.recipients(id, { from: 'start', size: 10_000 }, undefined)).rows;
  }

  /** Why not, or how far. */
  async statuses(id: string) {
    return (await this.recipients(id)).map(({ status, failure }) => failure ?? status);
  }

  async events(id: string): Promise<readonly EventRecord[]> {
    return (await this.ledger.events(id, { from: 'start', size: 10_000 })).rows;
  }

  async eventKinds(id: string) {
    return (await this.events(id)).map(({ kind }) => kind);
  }
}

/** As if the portfolios had not told. */
function park(chunk: Chunk): Change {
  const people = chunk.people.map((person) => ({
    ...person,
    ...({ status: 'PARKED', failure: 'OUTCOME_UNKNOWN' } as const),
  }));
  const dueAtMs = nowMs + quarantineMs;
  return { chunk: { ...chunk, status: 'DONE', dueAtMs, people }, events: [{ kind: 'PARKED' }] };
}

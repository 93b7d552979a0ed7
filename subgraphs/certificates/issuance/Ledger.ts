import type { Slice } from '../../../platform/relay/Slice.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { Change, Chunk, ChunkEvent, PersonStatus } from './chunk/Chunk.js';
import type { Others } from './chunk/recognise.js';
import type { FailureCode } from './failures.js';
import type { IssueCommand } from './IssueCommand.js';
import type { IssuanceStatus, RecipientCounts, RecipientStatus } from './states.js';

/** Everything that is sent to Pluvo, pinned before the first send: a retry after midnight sends the same. */
export interface Intent {
  readonly certificateId: string;
  readonly title: string;
  /** RFC 3339 in UTC, to the second. */
  readonly issueDate: string;
  readonly trainingId: string | undefined;
  readonly onDuplicate: IssueCommand['onDuplicate'];
}

export interface IssuanceRecord extends Intent {
  readonly id: string;
  readonly caller: string;
  readonly operation: IssueCommand['operation'];
  readonly requestId: string;
  readonly fingerprint: string;
  readonly status: IssuanceStatus;
  /** Small ones go ahead of large ones. */
  readonly isBulk: boolean;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | undefined;
  readonly cancelledAtMs: number | undefined;
  /** When its recipients were forgotten; their counts stay. */
  readonly forgottenAtMs: number | undefined;
  /** When there is something to do for it; undefined if there is nothing any more. */
  readonly dueAtMs: number | undefined;
  /** How often in a row it had to be put off. */
  readonly setbacks: number;
}

export interface RecipientRecord {
  readonly issuanceId: string;
  /** From 0, in the caller's order. */
  readonly position: number;
  readonly email: string | undefined;
  /** In the directory. */
  readonly userId: string | undefined;
  readonly pluvoUserId: string | undefined;
  readonly status: RecipientStatus;
  readonly failure: FailureCode | undefined;
  readonly portfolioItemId: string | undefined;
  /** What a person said; undefined if nobody had to. A fact may have come after it. */
  readonly decision: Decision | undefined;
}

/** One recipient looked up: somebody to send for, or why not. */
export type Resolution = Pick<
  RecipientRecord,
  'position' | 'email' | 'userId' | 'pluvoUserId' | 'failure'
>;

/** Leave to work on an issuance until the lease ends. Its token is a fence: whoever lost it starts nothing new. */
export interface Claim {
  readonly issuance: IssuanceRecord;
  readonly token: string;
}

export interface Verdict {
  readonly issued: boolean;
  readonly decidedBy: string;
  readonly evidence: string;
}

export interface Decision extends Verdict {
  readonly decidedAtMs: number;
}

/** The issuances of all callers that are in one state. */
export interface StatusTotal {
  readonly status: IssuanceStatus;
  readonly issuances: number;
  /** When the oldest of them was accepted. */
  readonly oldestAtMs: number;
}

/** One line of the audit trail. */
export interface EventRecord extends ChunkEvent {
  /** From 1, in the order in which they happened. */
  readonly sequence: number;
  readonly atMs: number;
  readonly chunkNumber: number | undefined;
}

/** What makes of a chunk another one, knowing its issuance as it is at this moment; undefined if it cannot be done now. */
export type ChangeChunk = (chunk: Chunk, issuance: IssuanceRecord) => Change | undefined;

/**
 * The truth about what was asked for, sent and issued. It fails closed: while it cannot be written, nothing is sent.
 * What becomes of a chunk is decided by the functions of `chunk/`; the ledger keeps it. Whatever changes a chunk also
 * writes its events, gives natural keys back for whoever fails by it, takes them again for whoever turns out to have
 * been issued to, and gives an issuance its final status when nobody of it is open, and another one if a later fact says
 * so. Every method is one transaction; forgetting and burying take one for each issuance. Instants are milliseconds since
 * 1970 of one clock: the ledger's.
 */
export interface Ledger {
  /** The clock of the store, which all replicas share. */
  nowMs(): Promise<number>;
  find(caller: string, requestId: string): Promise<IssuanceRecord | undefined>;
  /** Writes down a request before anything is done for it; false if the request ID exists already. */
  open(issuance: IssuanceRecord, recipients: readonly Resolution[]): Promise<boolean>;
  /**
   * Opens an issuance that ended PARTIAL or FAILED again for those who failed in a way that a later try may cure; false
   * if there are none, or it is cancelled or forgotten.
   */
  reopen(id: string, nowMs: number): Promise<boolean>;
  /**
   * Whoever was not looked up, or is in a chunk that is READY and that `change` takes them out of, is not sent any more.
   * False if it has ended.
   */
  cancel(id: string, cancelledBy: string, change: ChangeChunk, nowMs: number): Promise<boolean>;

  /** One statement: the issuance that has been due for longest and that nobody works on. */
  claim(
    which: { readonly id: string } | { readonly isBulk: boolean },
    lease: { readonly token: string; readonly nowMs: number; readonly untilMs: number },
  ): Promise<Claim | undefined>;
  /** False if the lease was lost. */
  renew(claim: Claim, untilMs: number): Promise<boolean>;
  /** Gives the lease back. It is due again when the first of its chunks is, and not before `notBeforeMs`. */
  release(claim: Claim, next: { notBeforeMs: number; setbacks: number }): Promise<void>;

  /** Those who were not looked up yet, in the caller's order. */
  unresolved(id: string, limit: number): Promise<readonly RecipientRecord[]>;
  /**
   * Pins who is sent for, claims their natural keys and cuts READY chunks. People this issuance already has in a chunk
   * join it. False if the lease was lost.
   */
  plan(
    claim: Claim,
    resolutions: readonly Resolution[],
    chunkSize: number,
    nowMs: number,
  ): Promise<boolean>;
  /** Chunks for which there is something to do now, without those that are excepted: READY ones last, or those only. */
  dueChunks(
    id: string,
    nowMs: number,
    excepted: readonly number[],
    limit: number,
    only?: 'READY',
  ): Promise<readonly Chunk[]>;
  /** Changes every chunk that is SENDING: those who sent them had the lease before, and are gone. */
  changeSending(claim: Claim, change: ChangeChunk, nowMs: number): Promise<readonly Change[]>;
  /** Changes a chunk; undefined if the lease was lost or the change cannot be done. */
  changeClaimed(
    claim: Claim,
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ): Promise<Change | undefined>;
  /** Changes a chunk by a fact, whoever has the lease. */
  change(
    id: string,
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ): Promise<Change | undefined>;
  /**
   * What other issuances have to do with the same people and a certificate that could be taken for this one's. To be
   * asked after the portfolios were read: whatever they show was written down here before it was sent.
   */
  othersAlike(
    issuance: IssuanceRecord,
    pluvoUserIds: readonly string[],
    precisionMs: number,
  ): Promise<ReadonlyMap<string, Others>>;

  /** Decides a PARKED recipient; undefined if there is none like this, PARKED or not. */
  decide(
    id: string,
    who: { readonly email: string } | { readonly pluvoUserId: string },
    verdict: Verdict,
    nowMs: number,
  ): Promise<{ decided: boolean; recipient: RecipientRecord } | undefined>;

  counts(ids: readonly string[]): Promise<ReadonlyMap<string, RecipientCounts>>;
  recipients(
    id: string,
    window: Window,
    status: RecipientStatus | undefined,
  ): Promise<Slice<RecipientRecord>>;
  /** Pluvo's ids of all who are in one of these states, in the caller's order. */
  usersWith(
    id: string,
    statuses: readonly PersonStatus[],
  ): Promise<readonly { pluvoUserId: string; status: PersonStatus }[]>;
  events(id: string, window: Window): Promise<Slice<EventRecord>>;
  countEvents(id: string): Promise<number>;
  issuances(
    caller: string,
    window: Window,
    status: IssuanceStatus | undefined,
  ): Promise<Slice<IssuanceRecord>>;
  countIssuances(caller: string, status: IssuanceStatus | undefined): Promise<number>;
  /** Issuances of this caller that issued to any of these Pluvo users, with the user. */
  issuedTo(
    caller: string,
    pluvoUserIds: readonly string[],
  ): Promise<readonly { pluvoUserId: string; issuance: IssuanceRecord }[]>;

  /** Of each state in which there are any; for metrics, now and then. */
  totals(): Promise<readonly StatusTotal[]>;

  /**
   * Forgets the recipients, chunks and events of issuances that ended before this, a few at a time: how many were
   * forgotten. Counts and natural keys stay. Never one that is open or has to be decided.
   */
  forget(endedBeforeMs: number, nowMs: number, limit: number): Promise<number>;
  /** Deletes the last of issuances that were forgotten and ended before this. */
  bury(endedBeforeMs: number, limit: number): Promise<number>;
  ready(): Promise<void>;
}

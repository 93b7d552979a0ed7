import type { Slice } from '../../../platform/relay/Slice.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { FailureCode } from './failures.js';
import type { IssueCommand } from './IssueCommand.js';
import type { Settlement } from './settle.js';
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
  readonly createdAtMs: number;
  readonly finishedAtMs: number | undefined;
  /** While it is open: not gone on with before. */
  readonly nextAttemptAtMs: number;
  /** How often in a row Pluvo or the directory could not be reached. */
  readonly attempts: number;
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
}

/** One recipient looked up: somebody to send for, or why not. */
export type Resolution = Pick<
  RecipientRecord,
  'position' | 'email' | 'userId' | 'pluvoUserId' | 'failure'
>;

/** What goes to Pluvo in one call. */
export interface Chunk {
  readonly number: number;
  /** Which sending of it this is, from 1: a result belongs to one sending. */
  readonly attempt: number;
  readonly pluvoUserIds: readonly string[];
}

/** Leave to work on an issuance until the lease ends. Whoever lost it starts nothing new. */
export interface Claim {
  readonly issuance: IssuanceRecord;
  readonly token: string;
}

export interface Verdict {
  readonly issued: boolean;
  readonly decidedBy: string;
  readonly decidedAtMs: number;
  readonly evidence: string;
}

/**
 * The truth about what was asked for, sent and issued. It fails closed: while it cannot be written, nothing is sent.
 * Every method is one transaction; instants are milliseconds since 1970.
 */
export interface Ledger {
  find(caller: string, requestId: string): Promise<IssuanceRecord | undefined>;
  /** Writes down a request before anything is done for it; false if the request ID exists already. */
  open(issuance: IssuanceRecord, recipients: readonly Resolution[]): Promise<boolean>;

  /** Ids of open issuances that nobody works on and whose next attempt is due. */
  claimable(nowMs: number, limit: number): Promise<readonly string[]>;
  claim(id: string, token: string, nowMs: number, leaseMs: number): Promise<Claim | undefined>;
  /** False if the lease was lost. */
  renew(claim: Claim, leaseUntilMs: number): Promise<boolean>;
  release(claim: Claim, next: { attemptAtMs: number; attempts: number }): Promise<void>;

  startResolving(claim: Claim): Promise<void>;
  /** Pins who is sent for, claims their natural keys and cuts chunks; false if the lease was lost. */
  plan(claim: Claim, resolutions: readonly Resolution[], chunkSize: number): Promise<boolean>;
  recipientsOf(id: string): Promise<readonly RecipientRecord[]>;

  /**
   * Chunks whose sender is gone: nobody can know what became of them. Returns how many were parked; none if the lease
   * was lost.
   */
  parkAbandoned(claim: Claim): Promise<number>;
  nextReadyChunk(id: string): Promise<Chunk | undefined>;
  /** The durable intent to send this chunk now; false if the lease was lost or the chunk is not READY. */
  beginSend(claim: Claim, chunk: Chunk): Promise<boolean>;
  /**
   * Takes an intent back of which it is not known whether it was written, and under which nothing was sent. Does nothing
   * if the lease was lost: then the chunk may be on its way under another claim.
   */
  takeBack(claim: Claim, chunk: Chunk): Promise<void>;
  /**
   * A fact about one sending of a chunk. Accepted from whoever has it, also after its lease was lost, and without harm
   * a second time: whoever does not know whether it was written down may write it down again. An issuance that was
   * closed without it gets the status that follows from it.
   */
  record(id: string, chunk: Chunk, settlement: Settlement, nowMs: number): Promise<void>;
  /** Closes the issuance if nothing of it is left to do, and returns its status. */
  finish(id: string, nowMs: number): Promise<IssuanceStatus>;

  /** Decides a PARKED recipient; undefined if there is none like this, PARKED or not. */
  decide(
    id: string,
    who: { email: string } | { pluvoUserId: string },
    verdict: Verdict,
  ): Promise<{ decided: boolean; recipient: RecipientRecord } | undefined>;

  counts(ids: readonly string[]): Promise<ReadonlyMap<string, RecipientCounts>>;
  recipients(
    id: string,
    window: Window,
    status: RecipientStatus | undefined,
  ): Promise<Slice<RecipientRecord>>;
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
  ready(): Promise<void>;
}

import type { IssueCommand } from '../IssueCommand.js';
import type { ChunkStatus, IssuanceStatus, RecipientStatus } from '../states.js';

/** The ledger's tables. Instants are milliseconds since 1970; ids are UUIDs in lower case. */
export interface LedgerTables {
  issuance: IssuanceRow;
  recipient: RecipientRow;
  chunk: ChunkRow;
  natural_key: NaturalKeyRow;
}

export interface IssuanceRow {
  id: string;
  caller: string;
  operation: IssueCommand['operation'];
  request_id: string;
  fingerprint: string;
  certificate_id: string;
  title: string;
  issue_date: string;
  training_id: string | null;
  on_duplicate: IssueCommand['onDuplicate'];
  status: IssuanceStatus;
  created_at_ms: number;
  finished_at_ms: number | null;
  /** Whoever holds the lease; null if nobody works on it. */
  claim_token: string | null;
  lease_until_ms: number;
  next_attempt_at_ms: number;
  attempts: number;
}

export interface RecipientRow {
  issuance_id: string;
  position: number;
  email: string | null;
  user_id: string | null;
  pluvo_user_id: string | null;
  status: RecipientStatus;
  failure: string | null;
  chunk_number: number | null;
  decided_by: string | null;
  decided_at_ms: number | null;
  evidence: string | null;
}

export interface ChunkRow {
  issuance_id: string;
  number: number;
  status: ChunkStatus;
  /** How often it was about to be sent. */
  sends: number;
}

/** Who holds the right to issue the same thing to the same person. */
export interface NaturalKeyRow {
  natural_key: string;
  /** 'once' for the one holder that SKIP allows; the issuance's id for those that issue again on request. */
  slot: string;
  issuance_id: string;
  pluvo_user_id: string;
}

import type { Kysely, Transaction } from 'kysely';
import type { WebhookTables } from '../../../../pluvo/webhooks/sql/webhookTable.js';
import type { ChunkEvent, ChunkStatus, PersonStatus } from '../chunk/Chunk.js';
import type { IssueCommand } from '../IssueCommand.js';
import type { IssuanceStatus } from '../states.js';

/** The ledger's tables, and the inbox beside them. Instants are milliseconds since 1970; ids are UUIDs in lower case; flags are 0 or 1. */
export interface LedgerTables extends WebhookTables {
  issuance: IssuanceRow;
  recipient: RecipientRow;
  chunk: ChunkRow;
  natural_key: NaturalKeyRow;
  issuance_event: EventRow;
}

export type Db = Kysely<LedgerTables>;
export type Tx = Transaction<LedgerTables>;

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
  is_bulk: number;
  created_at_ms: number;
  finished_at_ms: number | null;
  cancelled_at_ms: number | null;
  forgotten_at_ms: number | null;
  /** Null if there is nothing to do for it. */
  due_at_ms: number | null;
  setbacks: number;
  /** Whoever holds the lease; null if nobody works on it. */
  claim_token: string | null;
  lease_until_ms: number;
  /** JSON of its RecipientCounts, once its recipients are forgotten. */
  final_counts: string | null;
}

/** UNRESOLVED: not looked up yet, and in no chunk. */
export type StoredStatus = PersonStatus | 'UNRESOLVED';

export interface RecipientRow {
  issuance_id: string;
  position: number;
  email: string | null;
  user_id: string | null;
  pluvo_user_id: string | null;
  status: StoredStatus;
  failure: string | null;
  chunk_number: number | null;
  issued_in_attempt: number | null;
  portfolio_item_id: string | null;
  /** What a person said, whatever became known later. */
  decided_issued: number | null;
  decided_by: string | null;
  decided_at_ms: number | null;
  evidence: string | null;
}

export interface ChunkRow {
  issuance_id: string;
  number: number;
  status: ChunkStatus;
  attempt: number;
  sending_id: string | null;
  send_by_ms: number;
  due_at_ms: number | null;
  resends: number;
  looks: number;
}

/** Who holds the right to issue the same thing to the same person, or has issued it. */
export interface NaturalKeyRow {
  natural_key: string;
  /** 'once' for one at a time; the issuance's id for those who stepped aside. */
  slot: string;
  issuance_id: string;
  pluvo_user_id: string;
}

export interface EventRow {
  issuance_id: string;
  sequence: number;
  at_ms: number;
  chunk_number: number | null;
  kind: ChunkEvent['kind'];
  attempt: number | null;
  /** JSON list; null if it is about everybody of the chunk. */
  pluvo_user_ids: string | null;
  detail: string | null;
}

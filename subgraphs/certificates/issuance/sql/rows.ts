import type { Selectable } from 'kysely';
import { recipientStatus, type ChunkStatus, type PersonStatus } from '../chunk/Chunk.js';
import { isFailureCode, type FailureCode } from '../failures.js';
import type { Decision, IssuanceRecord, RecipientRecord } from '../Ledger.js';
import type { IssuanceRow, RecipientRow, StoredStatus } from './tables.js';

/** Between rows of the database and records of the domain. */

export function issuanceRecord(row: Selectable<IssuanceRow>): IssuanceRecord {
  return {
    id: row.id,
    caller: row.caller,
    operation: row.operation,
    requestId: row.request_id,
    fingerprint: row.fingerprint,
    certificateId: row.certificate_id,
    title: row.title,
    issueDate: row.issue_date,
    trainingId: row.training_id ?? undefined,
    onDuplicate: row.on_duplicate,
    status: row.status,
    isBulk: row.is_bulk === 1,
    createdAtMs: row.created_at_ms,
    finishedAtMs: row.finished_at_ms ?? undefined,
    cancelledAtMs: row.cancelled_at_ms ?? undefined,
    forgottenAtMs: row.forgotten_at_ms ?? undefined,
    dueAtMs: row.due_at_ms ?? undefined,
    setbacks: row.setbacks,
  };
}

export function issuanceRow(issuance: IssuanceRecord): IssuanceRow {
  return {
    id: issuance.id,
    caller: issuance.caller,
    operation: issuance.operation,
    request_id: issuance.requestId,
    fingerprint: issuance.fingerprint,
    certificate_id: issuance.certificateId,
    title: issuance.title,
    issue_date: issuance.issueDate,
    training_id: issuance.trainingId ?? null,
    on_duplicate: issuance.onDuplicate,
    status: issuance.status,
    is_bulk: issuance.isBulk ? 1 : 0,
    created_at_ms: issuance.createdAtMs,
    finished_at_ms: issuance.finishedAtMs ?? null,
    cancelled_at_ms: issuance.cancelledAtMs ?? null,
    forgotten_at_ms: issuance.forgottenAtMs ?? null,
    due_at_ms: issuance.dueAtMs ?? null,
    setbacks: issuance.setbacks,
    claim_token: null,
    lease_until_ms: 0,
    final_counts: null,
  };
}

/** A recipient together with the status of their chunk, from which theirs follows. */
export type RecipientInChunk = Selectable<RecipientRow> & {
  readonly chunk_status: ChunkStatus | null;
};

export function recipientRecord(row: RecipientInChunk): RecipientRecord {
  return {
    issuanceId: row.issuance_id,
    position: row.position,
    email: row.email ?? undefined,
    userId: row.user_id ?? undefined,
    pluvoUserId: row.pluvo_user_id ?? undefined,
    status: recipientStatus(personStatus(row.status), row.chunk_status ?? undefined),
    failure: failureCode(row.failure),
    portfolioItemId: row.portfolio_item_id ?? undefined,
    decision: decisionOf(row),
  };
}

function decisionOf(row: Selectable<RecipientRow>): Decision | undefined {
  const { decided_by: decidedBy, decided_at_ms: decidedAtMs, evidence } = row;
  if (decidedBy === null || decidedAtMs === null || evidence === null) return undefined;
  return { issued: row.decided_issued === 1, decidedBy, decidedAtMs, evidence };
}

export function personStatus(status: StoredStatus): PersonStatus {
  return status === 'UNRESOLVED' ? 'OPEN' : status;
}

export function failureCode(failure: string | null): FailureCode | undefined {
  return failure !== null && isFailureCode(failure) ? failure : undefined;
}

import type { Selectable } from 'kysely';
import { isFailureCode } from '../failures.js';
import type { IssuanceRecord, RecipientRecord, Resolution } from '../Ledger.js';
import type { IssuanceRow, RecipientRow } from './tables.js';

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
    createdAtMs: row.created_at_ms,
    finishedAtMs: row.finished_at_ms ?? undefined,
    nextAttemptAtMs: row.next_attempt_at_ms,
    attempts: row.attempts,
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
    created_at_ms: issuance.createdAtMs,
    finished_at_ms: issuance.finishedAtMs ?? null,
    claim_token: null,
    lease_until_ms: 0,
    next_attempt_at_ms: issuance.nextAttemptAtMs,
    attempts: issuance.attempts,
  };
}

export function recipientRecord(row: Selectable<RecipientRow>): RecipientRecord {
  return {
    issuanceId: row.issuance_id,
    position: row.position,
    email: row.email ?? undefined,
    userId: row.user_id ?? undefined,
    pluvoUserId: row.pluvo_user_id ?? undefined,
    status: row.status,
    failure: row.failure !== null && isFailureCode(row.failure) ? row.failure : undefined,
  };
}

export function recipientRow(
  issuanceId: string,
  resolution: Resolution,
  chunkNumber: number | undefined,
): RecipientRow {
  return {
    issuance_id: issuanceId,
    position: resolution.position,
    email: resolution.email ?? null,
    user_id: resolution.userId ?? null,
    pluvo_user_id: resolution.pluvoUserId ?? null,
    status: resolution.failure ? 'FAILED' : 'READY',
    failure: resolution.failure ?? null,
    chunk_number: chunkNumber ?? null,
    decided_by: null,
    decided_at_ms: null,
    evidence: null,
  };
}

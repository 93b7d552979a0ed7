import type { Transaction } from 'kysely';
import type { RecipientRecord, Verdict } from '../Ledger.js';
import { finishIssuance } from './finishIssuance.js';
import { releaseNaturalKeys } from './naturalKeys.js';
import { recipientRecord } from './rows.js';
import type { LedgerTables } from './tables.js';

/** A person's verdict about a PARKED recipient; it holds for every address of the same person in the issuance. */
export async function decideRecipient(
  tx: Transaction<LedgerTables>,
  issuanceId: string,
  who: { email: string } | { pluvoUserId: string },
  verdict: Verdict,
): Promise<{ decided: boolean; recipient: RecipientRecord } | undefined> {
  const [column, value] =
    'email' in who
      ? (['email', who.email] as const)
      : (['pluvo_user_id', who.pluvoUserId] as const);
  const found = await tx
    .selectFrom('recipient')
    .selectAll()
    .where('issuance_id', '=', issuanceId)
    .where(column, '=', value)
    .orderBy('position')
    .executeTakeFirst();
  if (!found) return undefined;
  const decided = await tx
    .updateTable('recipient')
    .set({
      status: verdict.issued ? 'ISSUED' : 'FAILED',
      failure: verdict.issued ? null : 'RESOLVED_NOT_ISSUED',
      decided_by: verdict.decidedBy,
      decided_at_ms: verdict.decidedAtMs,
      evidence: verdict.evidence,
    })
    .where('issuance_id', '=', issuanceId)
    .where('pluvo_user_id', '=', found.pluvo_user_id)
    .where('status', '=', 'PARKED')
    .returningAll()
    .execute();
  if (!verdict.issued && found.pluvo_user_id !== null && decided.length > 0) {
    await releaseNaturalKeys(tx, issuanceId, [found.pluvo_user_id]);
  }
  await finishIssuance(tx, issuanceId, verdict.decidedAtMs);
  const row = decided.find(({ position }) => position === found.position);
  return { decided: row !== undefined, recipient: recipientRecord(row ?? found) };
}

import { decide } from '../chunk/decide.js';
import type { RecipientRecord, Verdict } from '../Ledger.js';
import { changeChunks } from './changeChunks.js';
import { recipientsInChunks } from './readRecipients.js';
import { recipientRecord } from './rows.js';
import type { Tx } from './tables.js';
import { takeTurn } from './takeTurn.js';

/** A person's verdict about a PARKED recipient; it holds for every address of the same person in the issuance. */
export async function decideRecipient(
  tx: Tx,
  issuanceId: string,
  who: { readonly email: string } | { readonly pluvoUserId: string },
  verdict: Verdict,
  nowMs: number,
): Promise<{ decided: boolean; recipient: RecipientRecord } | undefined> {
  const issuance = await takeTurn(tx, issuanceId);
  if (!issuance) return undefined;
  const isMeant = recipientsInChunks(tx, issuanceId)
    .$if('email' in who, (query) => query.where('email', '=', 'email' in who ? who.email : ''))
    .$if('pluvoUserId' in who, (query) =>
      query.where('pluvo_user_id', '=', 'pluvoUserId' in who ? who.pluvoUserId : ''),
    )
    .orderBy('recipient.position');
  const found = await isMeant.executeTakeFirst();
  if (!found) return undefined;
  const { pluvo_user_id: user, chunk_number: number, status } = found;
  if (status !== 'PARKED' || user === null || number === null)
    return { decided: false, recipient: recipientRecord(found) };
  await changeChunks(tx, issuance, [number], (chunk) => decide(chunk, user, verdict), nowMs);
  await tx
    .updateTable('recipient')
    .set({
      decided_issued: verdict.issued ? 1 : 0,
      decided_by: verdict.decidedBy,
      decided_at_ms: nowMs,
      evidence: verdict.evidence,
    })
    .where('issuance_id', '=', issuanceId)
    .where('chunk_number', '=', number)
    .where('pluvo_user_id', '=', user)
    .execute();
  return { decided: true, recipient: recipientRecord(await isMeant.executeTakeFirstOrThrow()) };
}

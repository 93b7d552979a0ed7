import { cancel } from './chunk/cancel.js';
import type { Rules } from './chunk/rules.js';
import type { IssuanceRecord, Ledger } from './Ledger.js';

/** Nobody of it is sent any more who was not sent yet. False if it has ended. */
export async function cancelIssuance(
  ledger: Pick<Ledger, 'cancel' | 'nowMs'>,
  { id }: Pick<IssuanceRecord, 'id'>,
  cancelledBy: string,
  rules: Rules,
): Promise<boolean> {
  const nowMs = await ledger.nowMs();
  return ledger.cancel(id, cancelledBy, (chunk) => cancel(chunk, rules, nowMs), nowMs);
}

import type { Transaction } from 'kysely';
import type { UsersTables } from './tables.js';

/** Which of these accounts are known as of a later instant. */
export async function knownLater(
  trx: Transaction<UsersTables>,
  pluvoIds: readonly string[],
  asOfMs: number,
): Promise<ReadonlySet<string>> {
  if (pluvoIds.length === 0) return new Set();
  const rows = await trx
    .selectFrom('pluvo_accounts')
    .select('pluvo_id')
    .where('pluvo_id', 'in', pluvoIds)
    .where('as_of_ms', '>', asOfMs)
    .execute();
  return new Set(rows.map(({ pluvo_id }) => pluvo_id));
}

/** Writes down as of when these accounts are known; none of them may be known later. */
export async function rememberAsOf(
  trx: Transaction<UsersTables>,
  pluvoIds: readonly string[],
  asOfMs: number,
): Promise<void> {
  if (pluvoIds.length === 0) return;
  await trx
    .insertInto('pluvo_accounts')
    .values(pluvoIds.map((pluvo_id) => ({ pluvo_id, as_of_ms: asOfMs })))
    .onConflict((conflict) => conflict.column('pluvo_id').doUpdateSet({ as_of_ms: asOfMs }))
    .execute();
}

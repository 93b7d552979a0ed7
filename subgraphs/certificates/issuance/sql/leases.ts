import type { Claim } from '../Ledger.js';
import { isOpen } from '../states.js';
import { issuanceRecord } from './rows.js';
import type { Db, Tx } from './tables.js';
import { takeTurn } from './takeTurn.js';

/**
 * One statement. On PostgreSQL two who look at the same moment each pass over what the other has locked; whoever locked
 * one that was taken meanwhile sees it as it is then, and passes over it as well.
 */
export async function claimIssuance(
  db: Db,
  engine: 'postgres' | 'sqlite',
  which: { readonly id: string } | { readonly isBulk: boolean },
  { token, nowMs, untilMs }: { token: string; nowMs: number; untilMs: number },
): Promise<Claim | undefined> {
  const row = await db
    .updateTable('issuance')
    .set({ claim_token: token, lease_until_ms: untilMs })
    .where('due_at_ms', '<=', nowMs)
    .where('lease_until_ms', '<=', nowMs)
    .where((where) => {
      if ('id' in which) return where('id', '=', which.id);
      const next = where
        .selectFrom('issuance as next')
        .select('next.id')
        .where('next.due_at_ms', '<=', nowMs)
        .where('next.lease_until_ms', '<=', nowMs)
        .where('next.is_bulk', '=', which.isBulk ? 1 : 0)
        .orderBy('next.due_at_ms')
        .limit(1)
        .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked());
      return where('id', '=', next);
    })
    .returningAll()
    .executeTakeFirst();
  return row && { issuance: issuanceRecord(row), token };
}

export async function renewLease(db: Db, claim: Claim, untilMs: number): Promise<boolean> {
  const row = await db
    .updateTable('issuance')
    .set({ lease_until_ms: untilMs })
    .where('id', '=', claim.issuance.id)
    .where('claim_token', '=', claim.token)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** In its turn, because what is due is read from the chunks: a fact that comes at the same moment must not be missed. */
export async function releaseLease(
  tx: Tx,
  { issuance: { id }, token }: Claim,
  { notBeforeMs, setbacks }: { notBeforeMs: number; setbacks: number },
): Promise<void> {
  const issuance = await takeTurn(tx, id, token);
  if (!issuance) return;
  const isWaiting = isOpen(issuance.status) && (await hasUnfinishedWork(tx, id));
  const dueAtMs = isWaiting ? notBeforeMs : await firstDueMs(tx, id);
  await tx
    .updateTable('issuance')
    .set({
      claim_token: null,
      lease_until_ms: 0,
      due_at_ms: dueAtMs === undefined ? null : Math.max(dueAtMs, notBeforeMs),
      setbacks,
    })
    .where('id', '=', id)
    .execute();
}

async function firstDueMs(tx: Tx, id: string): Promise<number | undefined> {
  const { first } = await tx
    .selectFrom('chunk')
    .select((select) => select.fn.min<number | null>('due_at_ms').as('first'))
    .where('issuance_id', '=', id)
    .executeTakeFirstOrThrow();
  return first ?? undefined;
}

/** People to look up, or chunks that are SENDING although nobody sends them any more once the lease is given back. */
async function hasUnfinishedWork(tx: Tx, id: string): Promise<boolean> {
  const unresolved = await tx
    .selectFrom('recipient')
    .select('position')
    .where('issuance_id', '=', id)
    .where('status', '=', 'UNRESOLVED')
    .limit(1)
    .executeTakeFirst();
  if (unresolved) return true;
  const sending = await tx
    .selectFrom('chunk')
    .select('number')
    .where('issuance_id', '=', id)
    .where('status', '=', 'SENDING')
    .limit(1)
    .executeTakeFirst();
  return sending !== undefined;
}

import { setImmediate } from 'node:timers/promises';
import { countRecipients } from './countRecipients.js';
import { inPositions } from './inPositions.js';
import { inTransaction } from './inTransaction.js';
import { takeTurn } from './takeTurn.js';
import type { Db, Tx } from './tables.js';

const keysAtATime = 5_000;

/**
 * One transaction for each issuance: others are not kept waiting for all of them, and replicas share the work. Only what
 * has ended and needs nobody's review has a time at which it ended.
 */
export async function forgetIssuances(
  db: Db,
  endedBeforeMs: number,
  nowMs: number,
  limit: number,
): Promise<number> {
  const rows = await db
    .selectFrom('issuance')
    .select('id')
    .where('finished_at_ms', '<', endedBeforeMs)
    .where('forgotten_at_ms', 'is', null)
    .orderBy('finished_at_ms')
    .limit(limit)
    .execute();
  let forgotten = 0;
  for (const { id } of rows) {
    forgotten += await inTransaction(db, (tx) => forgetIssuance(tx, id, endedBeforeMs, nowMs));
  }
  return forgotten;
}

async function forgetIssuance(
  tx: Tx,
  id: string,
  endedBeforeMs: number,
  nowMs: number,
): Promise<number> {
  const issuance = await takeTurn(tx, id);
  const isMeant =
    issuance?.forgottenAtMs === undefined && (issuance?.finishedAtMs ?? Infinity) < endedBeforeMs;
  // Another replica was faster, or it was opened again.
  if (!isMeant) return 0;
  const counts = (await countRecipients(tx, [id])).get(id);
  await inPositions(tx, id, ({ from, to }) =>
    tx
      .deleteFrom('recipient')
      .where('issuance_id', '=', id)
      .where('position', '>=', from)
      .where('position', '<', to)
      .execute(),
  );
  await tx.deleteFrom('chunk').where('issuance_id', '=', id).execute();
  await tx.deleteFrom('issuance_event').where('issuance_id', '=', id).execute();
  await tx
    .updateTable('issuance')
    .set({ forgotten_at_ms: nowMs, final_counts: JSON.stringify(counts), due_at_ms: null })
    .where('id', '=', id)
    .execute();
  return 1;
}

/** The last of forgotten issuances: their row, and with it their natural keys. */
export async function buryIssuances(db: Db, endedBeforeMs: number, limit: number): Promise<number> {
  const rows = await db
    .selectFrom('issuance')
    .select('id')
    .where('finished_at_ms', '<', endedBeforeMs)
    .where('forgotten_at_ms', 'is not', null)
    .orderBy('finished_at_ms')
    .limit(limit)
    .execute();
  let buried = 0;
  for (const { id } of rows) buried += await inTransaction(db, (tx) => buryIssuance(tx, id));
  return buried;
}

async function buryIssuance(tx: Tx, id: string): Promise<number> {
  const issuance = await takeTurn(tx, id);
  if (issuance?.forgottenAtMs === undefined) return 0;
  let deleted: bigint;
  do {
    await setImmediate();
    const { numDeletedRows } = await tx
      .deleteFrom('natural_key')
      .where('issuance_id', '=', id)
      .where('pluvo_user_id', 'in', (from) =>
        from
          .selectFrom('natural_key')
          .select('pluvo_user_id')
          .where('issuance_id', '=', id)
          .limit(keysAtATime),
      )
      .executeTakeFirstOrThrow();
    deleted = numDeletedRows;
  } while (deleted > 0n);
  await tx.deleteFrom('issuance').where('id', '=', id).execute();
  return 1;
}

import { setImmediate } from 'node:timers/promises';
import type { ChangeChunk } from '../Ledger.js';
import { isOpen } from '../states.js';
import { finishIfDone } from './finishIfDone.js';
import { inPositions } from './inPositions.js';
import { readChunks } from './readChunks.js';
import type { Tx } from './tables.js';
import { takeTurn } from './takeTurn.js';
import { writeChanges, type ChunkChange } from './writeChanges.js';
import { writeEvents } from './writeEvents.js';

const chunksAtATime = 50;

/** Nobody who waits is sent any more; whoever is under way goes on to their end. */
export async function cancelIssuance(
  tx: Tx,
  id: string,
  cancelledBy: string,
  cancel: ChangeChunk,
  nowMs: number,
): Promise<boolean> {
  const before = await takeTurn(tx, id);
  if (!before || !isOpen(before.status)) return false;
  if (before.cancelledAtMs !== undefined) return true;
  const issuance = { ...before, cancelledAtMs: nowMs };
  await tx.updateTable('issuance').set({ cancelled_at_ms: nowMs }).where('id', '=', id).execute();
  await writeEvents(tx, id, [{ kind: 'CANCELLED', detail: `by ${cancelledBy}` }], nowMs);
  await inPositions(tx, id, (portion) =>
    tx
      .updateTable('recipient')
      .set({ status: 'FAILED', failure: 'CANCELLED' })
      .where('issuance_id', '=', id)
      .where('status', '=', 'UNRESOLVED')
      .where('position', '>=', portion.from)
      .where('position', '<', portion.to)
      .execute(),
  );
  for (let numbers = await readyAfter(tx, id, -1); numbers.length > 0;) {
    const stored = await readChunks(tx, id, numbers);
    const changes = stored.flatMap((before): ChunkChange | [] => {
      const change = cancel(before.chunk, issuance);
      return change ? { ...change, before } : [];
    });
    await writeChanges(tx, issuance, changes, nowMs);
    await setImmediate();
    numbers = await readyAfter(tx, id, Math.max(...numbers));
  }
  await finishIfDone(tx, issuance, nowMs);
  return true;
}

async function readyAfter(tx: Tx, id: string, number: number): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('chunk')
    .select('number')
    .where('issuance_id', '=', id)
    .where('status', '=', 'READY')
    .where('number', '>', number)
    .orderBy('number')
    .limit(chunksAtATime)
    .execute();
  return rows.map((row) => row.number);
}

import type { Change } from '../chunk/Chunk.js';
import type { ChangeChunk, IssuanceRecord } from '../Ledger.js';
import { readChunks } from './readChunks.js';
import type { Tx } from './tables.js';
import { applyChanges, type ChunkChange } from './writeChanges.js';

/** Changes these chunks of an issuance, those that can be. In its turn only. */
export async function changeChunks(
  tx: Tx,
  issuance: IssuanceRecord,
  numbers: readonly number[],
  change: ChangeChunk,
  nowMs: number,
): Promise<readonly Change[]> {
  const stored = await readChunks(tx, issuance.id, numbers);
  const changes = stored.flatMap((before): ChunkChange | [] => {
    const changed = change(before.chunk, issuance);
    return changed ? { ...changed, before } : [];
  });
  await applyChanges(tx, issuance, changes, nowMs);
  return changes.map(({ chunk, events }) => ({ chunk, events }));
}

/** The numbers of those that are SENDING. */
export async function sendingNumbers(tx: Tx, issuanceId: string): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('chunk')
    .select('number')
    .where('issuance_id', '=', issuanceId)
    .where('status', '=', 'SENDING')
    .execute();
  return rows.map(({ number }) => number);
}

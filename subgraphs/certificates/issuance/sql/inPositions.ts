import { setImmediate } from 'node:timers/promises';
import type { Tx } from './tables.js';

const positionsAtATime = 5_000;

/**
 * Goes through the recipients of an issuance in portions of positions, `from` to before `to`. SQLite works in this
 * thread: between portions other things go on.
 */
export async function inPositions(
  tx: Tx,
  issuanceId: string,
  work: (portion: { from: number; to: number }) => Promise<unknown>,
): Promise<void> {
  const { last } = await tx
    .selectFrom('recipient')
    .select((select) => select.fn.max<number | null>('position').as('last'))
    .where('issuance_id', '=', issuanceId)
    .executeTakeFirstOrThrow();
  for (let from = 0; from <= (last ?? -1); from += positionsAtATime) {
    await work({ from, to: from + positionsAtATime });
    await setImmediate();
  }
}

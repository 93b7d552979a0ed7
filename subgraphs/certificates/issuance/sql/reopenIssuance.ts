import type { ExpressionBuilder } from 'kysely';
import { recipientFailures, type FailureCode } from '../failures.js';
import { inPositions } from './inPositions.js';
import type { LedgerTables, Tx } from './tables.js';
import { takeTurn } from './takeTurn.js';
import { writeEvents } from './writeEvents.js';

const retryable = Object.entries(recipientFailures).flatMap(([code, { retryable }]) =>
  // The keys of the table are the codes; the library's type says only string.
  retryable ? (code as FailureCode) : [],
);
/** Whom the directory did not know well enough: they are looked up again. The others stay who they were. */
const lookedUpAgain = retryable.filter((code) => code.startsWith('USER_'));

/** Opens an issuance that ended again, for those who failed in a way that a later try may cure. */
export async function reopenIssuance(tx: Tx, id: string, nowMs: number): Promise<boolean> {
  const issuance = await takeTurn(tx, id);
  if (issuance?.status !== 'PARTIAL' && issuance?.status !== 'FAILED') return false;
  if (issuance.cancelledAtMs !== undefined || issuance.forgottenAtMs !== undefined) return false;
  let reopened = 0n;
  await inPositions(tx, id, async (portion) => {
    const { numUpdatedRows } = await tx
      .updateTable('recipient')
      .set((set) => ({
        user_id: set.case().when(isLookedUpAgain(set)).then(null).else(set.ref('user_id')).end(),
        pluvo_user_id: set
          .case()
          .when(isLookedUpAgain(set))
          .then(null)
          .else(set.ref('pluvo_user_id'))
          .end(),
        ...{
          status: 'UNRESOLVED' as const,
          failure: null,
          chunk_number: null,
          issued_in_attempt: null,
        },
      }))
      .where('issuance_id', '=', id)
      .where('status', '=', 'FAILED')
      .where('failure', 'in', retryable)
      .where('position', '>=', portion.from)
      .where('position', '<', portion.to)
      .executeTakeFirstOrThrow();
    reopened += numUpdatedRows;
  });
  if (reopened === 0n) return false;
  await tx
    .updateTable('issuance')
    .set({ status: 'RESOLVING', finished_at_ms: null, due_at_ms: nowMs, setbacks: 0 })
    .where('id', '=', id)
    .execute();
  const detail = `${String(reopened)} recipients`;
  await writeEvents(tx, id, [{ kind: 'REDRIVEN', detail }], nowMs);
  return true;
}

function isLookedUpAgain(where: ExpressionBuilder<LedgerTables, 'recipient'>) {
  return where('failure', 'in', lookedUpAgain).and('email', 'is not', null);
}

import { sliceOf, type Slice } from '../../../../platform/relay/Slice.js';
import type { Window } from '../../../../platform/relay/windowArguments.js';
import { inStatements } from '../../../../platform/sql/inStatements.js';
import { placeOf } from '../cursors.js';
import type { IssuanceRecord, StatusTotal } from '../Ledger.js';
import type { IssuanceStatus } from '../states.js';
import { issuanceRecord } from './rows.js';
import type { Db } from './tables.js';

/** A caller's issuances, newest first. */
export async function readIssuances(
  db: Db,
  caller: string,
  window: Window,
  status: IssuanceStatus | undefined,
): Promise<Slice<IssuanceRecord>> {
  const after = window.after === undefined ? undefined : placeOf(window.after);
  const before = window.before === undefined ? undefined : placeOf(window.before);
  const direction = window.from === 'start' ? 'desc' : 'asc';
  const rows = await db
    .selectFrom('issuance')
    .selectAll()
    .where('caller', '=', caller)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'ACCEPTED'))
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where(
          where.refTuple('created_at_ms', 'id'),
          '<',
          where.tuple(after?.createdAtMs ?? 0, after?.id ?? ''),
        ),
      ),
    )
    .$if(before !== undefined, (query) =>
      query.where((where) =>
        where(
          where.refTuple('created_at_ms', 'id'),
          '>',
          where.tuple(before?.createdAtMs ?? 0, before?.id ?? ''),
        ),
      ),
    )
    .orderBy('created_at_ms', direction)
    .orderBy('id', direction)
    .limit(window.size + 1)
    .execute();
  return sliceOf(rows.map(issuanceRecord), window);
}

export async function countIssuances(
  db: Db,
  caller: string,
  status: IssuanceStatus | undefined,
): Promise<number> {
  const { count } = await db
    .selectFrom('issuance')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('caller', '=', caller)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'ACCEPTED'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function countByStatus(db: Db): Promise<readonly StatusTotal[]> {
  return db
    .selectFrom('issuance')
    .select((select) => [
      'status',
      select.fn.countAll<number>().as('issuances'),
      select.fn.min('created_at_ms').as('oldestAtMs'),
    ])
    .groupBy('status')
    .execute();
}

export async function issuancesTo(
  db: Db,
  caller: string,
  pluvoUserIds: readonly string[],
): Promise<readonly { pluvoUserId: string; issuance: IssuanceRecord }[]> {
  const rows = [];
  for (const batch of inStatements(pluvoUserIds)) {
    rows.push(
      ...(await db
        .selectFrom('recipient')
        .innerJoin('issuance', 'issuance.id', 'recipient.issuance_id')
        .selectAll('issuance')
        .select('recipient.pluvo_user_id')
        .distinct()
        .where('issuance.caller', '=', caller)
        .where('recipient.status', '=', 'ISSUED')
        .where('recipient.pluvo_user_id', 'in', batch)
        .execute()),
    );
  }
  return rows.map((row) => ({
    pluvoUserId: row.pluvo_user_id ?? '',
    issuance: issuanceRecord(row),
  }));
}

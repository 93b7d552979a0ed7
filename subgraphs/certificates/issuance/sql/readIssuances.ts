import type { Kysely } from 'kysely';
import { decodeCursor, encodeCursor, invalidCursor } from '../../../../platform/relay/cursor.js';
import { sliceOf, type Slice } from '../../../../platform/relay/Slice.js';
import type { Window } from '../../../../platform/relay/windowArguments.js';
import { inStatements } from '../../../../platform/sql/inStatements.js';
import type { IssuanceRecord, RecipientRecord } from '../Ledger.js';
import {
  countKey,
  type IssuanceStatus,
  type RecipientCounts,
  type RecipientStatus,
} from '../states.js';
import { issuanceRecord, recipientRecord } from './rows.js';
import type { LedgerTables } from './tables.js';

type Db = Kysely<LedgerTables>;

export async function countRecipients(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecipientCounts>> {
  const none = { ready: 0, sending: 0, unknown: 0, issued: 0, failed: 0, parked: 0 };
  const counts = new Map(ids.map((id) => [id, { ...none }]));
  for (const batch of inStatements(ids)) {
    const rows = await db
      .selectFrom('recipient')
      .select((select) => ['issuance_id', 'status', select.fn.countAll<number>().as('people')])
      .where('issuance_id', 'in', batch)
      .groupBy(['issuance_id', 'status'])
      .execute();
    for (const { issuance_id: id, status, people } of rows) {
      const count = counts.get(id);
      if (count) count[countKey(status)] = people;
    }
  }
  return counts;
}

/** Recipients in the caller's order; their cursor is the position. */
export async function readRecipients(
  db: Db,
  issuanceId: string,
  window: Window,
  status: RecipientStatus | undefined,
): Promise<Slice<RecipientRecord>> {
  const after = window.after === undefined ? undefined : positionOf(window.after);
  const before = window.before === undefined ? undefined : positionOf(window.before);
  const rows = await db
    .selectFrom('recipient')
    .selectAll()
    .where('issuance_id', '=', issuanceId)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'READY'))
    .$if(after !== undefined, (query) => query.where('position', '>', after ?? 0))
    .$if(before !== undefined, (query) => query.where('position', '<', before ?? 0))
    .orderBy('position', window.from === 'start' ? 'asc' : 'desc')
    .limit(window.size + 1)
    .execute();
  return sliceOf(rows.map(recipientRecord), window);
}

/** A caller's issuances, newest first; their cursor is the time of creation with the id. */
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

export function recipientCursor({ position }: RecipientRecord): string {
  return encodeCursor('recipient', String(position));
}

export function issuanceCursor({ createdAtMs, id }: IssuanceRecord): string {
  return encodeCursor('issuance', `${String(createdAtMs)}:${id}`);
}

function positionOf(cursor: string): number {
  const position = decodeCursor('recipient', cursor);
  if (!/^\d{1,9}$/.test(position)) throw invalidCursor(cursor);
  return Number(position);
}

function placeOf(cursor: string): { createdAtMs: number; id: string } {
  const place = /^(\d{1,15}):([\w-]+)$/.exec(decodeCursor('issuance', cursor));
  if (!place) throw invalidCursor(cursor);
  const [, createdAtMs, id = ''] = place;
  return { createdAtMs: Number(createdAtMs), id };
}

import type { Kysely, Transaction } from 'kysely';
import { inBatches } from '../../../platform/inBatches.js';
import type { PersonRow, UsersTables } from './tables.js';

/** 10 columns each, and PostgreSQL takes 65 535 parameters, SQLite 32 766. */
const rowsPerStatement = 1_000;

/**
 * Makes a transaction wait until no other one writes people. What it then reads stays true until it ends, on both
 * engines, so uniqueness can be decided before anything is written.
 */
export async function takeTurn(trx: Transaction<UsersTables>): Promise<void> {
  await trx
    .insertInto('write_turns')
    .values({ id: 1, turns: 1 })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({ turns: eb('write_turns.turns', '+', 1) })),
    )
    .execute();
}

/** Everybody who has one of these ids, addresses or Pluvo ids. */
export function touchedPeople(
  db: Kysely<UsersTables>,
  by: {
    readonly ids: readonly string[];
    readonly emailKeys: readonly string[];
    readonly pluvoIds: readonly string[];
  },
): Promise<PersonRow[]> {
  const keys = [
    ['id', by.ids],
    ['email_key', by.emailKeys],
    ['pluvo_id', by.pluvoIds],
  ] as const;
  return db
    .selectFrom('people')
    .selectAll()
    .where((eb) =>
      // PostgreSQL has no empty list.
      eb.or(keys.flatMap(([column, among]) => (among.length > 0 ? eb(column, 'in', among) : []))),
    )
    .execute();
}

/**
 * Writes people: those known already are taken out first, so that two of them can exchange an address, which an
 * update row by row could not do without breaking its uniqueness on the way.
 */
export async function writePeople(
  trx: Transaction<UsersTables>,
  rows: readonly PersonRow[],
): Promise<void> {
  const chunks = inBatches(rows, rowsPerStatement);
  for (const chunk of chunks) {
    await trx
      .deleteFrom('people')
      .where(
        'id',
        'in',
        chunk.map(({ id }) => id),
      )
      .execute();
  }
  for (const chunk of chunks) await trx.insertInto('people').values(chunk).execute();
}

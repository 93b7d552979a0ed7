import { sql, type ExpressionBuilder, type Kysely } from 'kysely';

/** The columns that this step fills, or fills others from. */
interface Tables {
  issuance: {
    id: string;
    status: string;
    created_at_ms: number;
    finished_at_ms: number | null;
    lease_until_ms: number;
    next_attempt_at_ms: number;
    due_at_ms: number | null;
  };
  recipient: {
    issuance_id: string;
    status: string;
    chunk_number: number | null;
    decided_by: string | null;
    decided_issued: number | null;
  };
  chunk: { issuance_id: string; status: string; send_by_ms: number; due_at_ms: number | null };
}

/** The longest a sender of the version before could wait between its intent and its call. */
const longestSendWindowMs = 60_000;

/**
 * From "an unknown outcome is parked" to "it is looked up": chunks keep how far they are, recipients only what is decided
 * about them. Whole or not at all, also on SQLite, where a step is no transaction by itself.
 */
export async function migrateToReconcile(db: Kysely<never>): Promise<void> {
  // Which tables there are at this moment of their history, only this step knows.
  const tables = db as unknown as Kysely<Tables>;
  // PostgreSQL makes a transaction of every step; ours end statements that would be too long for a request.
  if (tables.isTransaction) {
    await sql`set local statement_timeout = 0`.execute(tables);
    await migrateTables(tables);
    return;
  }
  const known = await tables.introspection.getTables();
  // It was interrupted between its end and the note that it was done.
  if (known.some(({ name }) => name === 'issuance_event')) return;
  await tables.transaction().execute(migrateTables);
}

async function migrateTables(db: Kysely<Tables>): Promise<void> {
  await addColumns(db);
  await carryOver(db);
  await db.schema.dropIndex('issuance_due').execute();
  await db.schema.dropIndex('recipient_chunk').execute();
  await db.schema.dropIndex('recipient_pluvo_user').execute();
  await db.schema.alterTable('issuance').dropColumn('next_attempt_at_ms').execute();
  await addIndexes(db);
}

async function addColumns({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('issuance').renameColumn('attempts', 'setbacks').execute();
  await schema
    .alterTable('issuance')
    .addColumn('is_bulk', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const name of ['cancelled_at_ms', 'forgotten_at_ms', 'due_at_ms']) {
    await schema.alterTable('issuance').addColumn(name, 'bigint').execute();
  }
  await schema.alterTable('issuance').addColumn('final_counts', 'text').execute();

  await schema.alterTable('recipient').addColumn('issued_in_attempt', 'integer').execute();
  await schema.alterTable('recipient').addColumn('portfolio_item_id', 'text').execute();
  await schema.alterTable('recipient').addColumn('decided_issued', 'integer').execute();

  await schema.alterTable('chunk').renameColumn('sends', 'attempt').execute();
  await schema.alterTable('chunk').addColumn('sending_id', 'text').execute();
  await schema
    .alterTable('chunk')
    .addColumn('send_by_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('chunk').addColumn('due_at_ms', 'bigint').execute();
  for (const name of ['resends', 'looks']) {
    await schema
      .alterTable('chunk')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  }

  await schema
    .createTable('issuance_event')
    .addColumn('issuance_id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('chunk_number', 'integer')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer')
    .addColumn('pluvo_user_ids', 'text')
    .addColumn('detail', 'text')
    .addPrimaryKeyConstraint('issuance_event_key', ['issuance_id', 'sequence'])
    .execute();
}

async function carryOver(db: Kysely<Tables>): Promise<void> {
  // An intent is older than the end of the lease it was written under, and than what its release put off.
  await db
    .updateTable('chunk')
    .set((set) => ({
      send_by_ms: set
        .selectFrom('issuance')
        .whereRef('issuance.id', '=', 'chunk.issuance_id')
        .select((select) =>
          select(lastWorkedOnMs(select), '+', longestSendWindowMs).as('send_by_ms'),
        ),
    }))
    .where('status', '=', 'SENDING')
    .execute();
  // Whoever was parked is looked for as well: the portfolios may tell by now.
  await db
    .updateTable('chunk')
    .set((set) => ({
      due_at_ms: set
        .selectFrom('issuance')
        .whereRef('issuance.id', '=', 'chunk.issuance_id')
        .select('issuance.next_attempt_at_ms'),
    }))
    .where('status', 'in', ['READY', 'PARKED'])
    .execute();
  await db.updateTable('chunk').set({ status: 'DONE' }).where('status', '=', 'PARKED').execute();
  await db
    .updateTable('recipient')
    .set((set) => ({
      status: set.case().when('chunk_number', 'is', null).then('UNRESOLVED').else('OPEN').end(),
    }))
    .where('status', 'in', ['READY', 'SENDING', 'UNKNOWN'])
    .execute();
  await db
    .updateTable('recipient')
    .set((set) => ({
      decided_issued: set.case().when('status', '=', 'ISSUED').then(1).else(0).end(),
    }))
    .where('decided_by', 'is not', null)
    .execute();
  await finishTheUnfinished(db);
  await db
    .updateTable('issuance')
    .set((set) => ({ due_at_ms: set.ref('next_attempt_at_ms') }))
    .where((where) =>
      where.or([
        where('status', 'in', ['ACCEPTED', 'RESOLVING', 'RUNNING']),
        where.exists(
          where
            .selectFrom('chunk')
            .select('chunk.status')
            .whereRef('chunk.issuance_id', '=', 'issuance.id')
            .where('chunk.due_at_ms', 'is not', null),
        ),
      ]),
    )
    .execute();
}

/** The end used to be written after the last result: a process may have died between the two. */
async function finishTheUnfinished(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('issuance')
    .set((set) => ({
      status: set
        .case()
        .when(someAre(set, 'PARKED'))
        .then('NEEDS_REVIEW')
        .when(set.not(someAre(set, 'FAILED')))
        .then('SUCCEEDED')
        .when(someAre(set, 'ISSUED'))
        .then('PARTIAL')
        .else('FAILED')
        .end(),
      finished_at_ms: set
        .case()
        .when(someAre(set, 'PARKED'))
        .then(null)
        .else(lastWorkedOnMs(set))
        .end(),
    }))
    .where('status', '=', 'RUNNING')
    .where((where) => where.not(someAre(where, 'OPEN')))
    .execute();
}

function someAre(where: ExpressionBuilder<Tables, 'issuance'>, status: string) {
  return where.exists(
    where
      .selectFrom('recipient')
      .select('recipient.status')
      .whereRef('recipient.issuance_id', '=', 'issuance.id')
      .where('recipient.status', '=', status),
  );
}

/** At the latest. */
function lastWorkedOnMs(select: ExpressionBuilder<Tables, 'issuance'>) {
  return select
    .case()
    .when('issuance.lease_until_ms', '>', select.ref('issuance.next_attempt_at_ms'))
    .then(select.ref('issuance.lease_until_ms'))
    .else(select.ref('issuance.next_attempt_at_ms'))
    .end();
}

async function addIndexes({ schema }: Kysely<Tables>): Promise<void> {
  const index = (name: string, table: string, ...columns: string[]) =>
    schema.createIndex(name).on(table).columns(columns);
  await index('issuance_due', 'issuance', 'is_bulk', 'due_at_ms')
    .where(sql.ref('due_at_ms'), 'is not', null)
    .execute();
  await index('issuance_status', 'issuance', 'status', 'created_at_ms').execute();
  await index('issuance_finished', 'issuance', 'finished_at_ms')
    .where(sql.ref('forgotten_at_ms'), 'is', null)
    .execute();
  await index('issuance_forgotten', 'issuance', 'finished_at_ms')
    .where(sql.ref('forgotten_at_ms'), 'is not', null)
    .execute();
  await index('recipient_chunk', 'recipient', 'issuance_id', 'chunk_number', 'position').execute();
  await index('recipient_status', 'recipient', 'issuance_id', 'status', 'position').execute();
  await index('recipient_pluvo_user', 'recipient', 'pluvo_user_id', 'issuance_id').execute();
  await index('chunk_due', 'chunk', 'issuance_id', 'status', 'due_at_ms', 'number').execute();
  await index('natural_key_user', 'natural_key', 'pluvo_user_id').execute();
}

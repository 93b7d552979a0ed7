import { sql } from 'kysely';
import type { ForwardMigration } from '../../../platform/sql/migrate.js';
import type { Database } from '../../../platform/sql/openDatabase.js';
import { createWebhookTable } from '../../../pluvo/webhooks/sql/webhookTable.js';

/** The history of the tables. Steps are never changed once released; new ones are added below. */
export function migrations(
  engine: Database<unknown>['engine'],
): Readonly<Record<string, ForwardMigration>> {
  // Pages are ordered by this column, so both engines must sort it alike: byte by byte, as SQLite does.
  const sortedByBytes = engine === 'postgres' ? sql`text collate "C"` : 'text';
  return {
    '001_people': async ({ schema }) => {
      await schema
        .createTable('people')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('email_key', sortedByBytes, (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('name_key', 'text', (column) => column.notNull())
        .addColumn('is_active', 'integer', (column) => column.notNull())
        .addColumn('pluvo_id', 'text', (column) => column.unique())
        .addColumn('pluvo_is_active', 'integer', (column) => column.notNull())
        .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await schema
        .createTable('write_turns')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('turns', 'bigint', (column) => column.notNull())
        .execute();
      await schema
        .createTable('syncs')
        .addColumn('source', 'text', (column) => column.primaryKey())
        .addColumn('cursor', 'text')
        .addColumn('owner', 'text')
        .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
        .addColumn('finished_at_ms', 'bigint')
        .execute();
    },
    '002_webhooks': async (db) => {
      await createWebhookTable(db);
      await db.schema
        .createTable('pluvo_accounts')
        .ifNotExists()
        .addColumn('pluvo_id', 'text', (column) => column.primaryKey())
        .addColumn('as_of_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  };
}

import type { ForwardMigration } from '../../../../platform/sql/migrate.js';
import { createWebhookTable } from '../../../../pluvo/webhooks/sql/webhookTable.js';
import { migrateToReconcile } from './migrateToReconcile.js';

/** The history of the ledger's schema. Steps are only ever added. */
export const ledgerMigrations: Readonly<Record<string, ForwardMigration>> = {
  '001-ledger': async (db) => {
    await db.schema
      .createTable('issuance')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('certificate_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('issue_date', 'text', (column) => column.notNull())
      .addColumn('training_id', 'text')
      .addColumn('on_duplicate', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('finished_at_ms', 'bigint')
      .addColumn('claim_token', 'text')
      .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
      .addColumn('next_attempt_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addUniqueConstraint('issuance_request_id', ['caller', 'request_id'])
      .execute();
    await db.schema
      .createIndex('issuance_newest')
      .ifNotExists()
      .on('issuance')
      .columns(['caller', 'created_at_ms', 'id'])
      .execute();
    await db.schema
      .createIndex('issuance_due')
      .ifNotExists()
      .on('issuance')
      .columns(['status', 'next_attempt_at_ms'])
      .execute();
    await db.schema
      .createTable('recipient')
      .ifNotExists()
      .addColumn('issuance_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('email', 'text')
      .addColumn('user_id', 'text')
      .addColumn('pluvo_user_id', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('failure', 'text')
      .addColumn('chunk_number', 'integer')
      .addColumn('decided_by', 'text')
      .addColumn('decided_at_ms', 'bigint')
      .addColumn('evidence', 'text')
      .addPrimaryKeyConstraint('recipient_key', ['issuance_id', 'position'])
      .execute();
    await db.schema
      .createIndex('recipient_chunk')
      .ifNotExists()
      .on('recipient')
      .columns(['issuance_id', 'chunk_number'])
      .execute();
    await db.schema
      .createIndex('recipient_pluvo_user')
      .ifNotExists()
      .on('recipient')
      .columns(['pluvo_user_id', 'status'])
      .execute();
    await db.schema
      .createTable('chunk')
      .ifNotExists()
      .addColumn('issuance_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('sends', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('chunk_key', ['issuance_id', 'number'])
      .execute();
    await db.schema
      .createTable('natural_key')
      .ifNotExists()
      .addColumn('natural_key', 'text', (column) => column.notNull())
      .addColumn('slot', 'text', (column) => column.notNull())
      .addColumn('issuance_id', 'text', (column) => column.notNull())
      .addColumn('pluvo_user_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('natural_key_key', ['natural_key', 'slot'])
      .execute();
    await db.schema
      .createIndex('natural_key_issuance')
      .ifNotExists()
      .on('natural_key')
      .columns(['issuance_id', 'pluvo_user_id'])
      .execute();
  },
  '002-reconcile': migrateToReconcile,
  '003-webhooks': createWebhookTable,
};

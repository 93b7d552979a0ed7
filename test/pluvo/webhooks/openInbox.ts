import { migrate } from '../../../platform/sql/migrate.js';
import { openDatabase, type Database } from '../../../platform/sql/openDatabase.js';
import {
  createWebhookTable,
  type WebhookTables,
} from '../../../pluvo/webhooks/sql/webhookTable.js';
import type { EmptyDatabase } from '../../support/engines.js';

/** A database that holds an inbox and nothing else. */
export async function openInbox({ url, schema }: EmptyDatabase): Promise<Database<WebhookTables>> {
  const database = openDatabase<WebhookTables>(url, schema);
  await migrate(database, { '001-webhooks': createWebhookTable });
  return database;
}

import { sql, type Kysely } from 'kysely';
import type { EndState } from '../Inbox.js';

export interface WebhookRow {
  /** SHA-256 of the body in hexadecimal. */
  digest: string;
  /** Exactly the bytes that came. PostgreSQL's driver gives a Buffer, SQLite's an ArrayBuffer. */
  body: Uint8Array | ArrayBuffer;
  event: string | null;
  sent_at_ms: number | null;
  received_at_ms: number;
  state: 'WAITING' | EndState;
  outcome: string | null;
  attempts: number;
  /** Null once nothing more is done about it. */
  due_at_ms: number | null;
  claim_token: string | null;
  lease_until_ms: number;
  ended_at_ms: number | null;
}

/** The inbox, in the database of the subgraph that receives. */
export interface WebhookTables {
  webhook: WebhookRow;
}

/** The first step of its history; on SQLite, where a step is no transaction, it may be repeated. */
export async function createWebhookTable({ schema }: Pick<Kysely<never>, 'schema'>): Promise<void> {
  await schema
    .createTable('webhook')
    .ifNotExists()
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('body', 'bytea', (column) => column.notNull())
    .addColumn('event', 'text')
    .addColumn('sent_at_ms', 'bigint')
    .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at_ms', 'bigint')
    .addColumn('claim_token', 'text')
    .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
    .addColumn('ended_at_ms', 'bigint')
    .execute();
  await schema
    .createIndex('webhook_due')
    .ifNotExists()
    .on('webhook')
    .column('due_at_ms')
    .where(sql.ref('due_at_ms'), 'is not', null)
    .execute();
  await schema
    .createIndex('webhook_received')
    .ifNotExists()
    .on('webhook')
    .column('received_at_ms')
    .execute();
}

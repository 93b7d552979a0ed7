import type { Selectable } from 'kysely';
import type { WebhookTables } from '../../../pluvo/webhooks/sql/webhookTable.js';
import type { Person } from './Person.js';

/** One person. The flags are 0 or 1. */
export interface PeopleTable {
  readonly id: string;
  readonly email: string;
  /** What makes two addresses the same: see emailKey. */
  readonly email_key: string;
  readonly name: string;
  /** What a search compares with: see searchKey. */
  readonly name_key: string;
  /** What whoever saved the person said. */
  readonly is_active: number;
  readonly pluvo_id: string | null;
  /** What Pluvo says of a linked person; 1 of others. */
  readonly pluvo_is_active: number;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** Its one row is what writers lock, so that they take turns. */
export interface WriteTurnsTable {
  readonly id: number;
  readonly turns: number;
}

/** How far the reading of one source has come, and who reads. */
export interface SyncsTable {
  readonly source: string;
  /** The source's cursor behind the last page that was stored; null at the beginning. */
  readonly cursor: string | null;
  readonly owner: string | null;
  readonly lease_until_ms: number;
  /** When a whole pass was last finished; null if never. */
  readonly finished_at_ms: number | null;
}

/** As of when accounts of Pluvo are known, also of those that are gone: what is older changes nothing. */
export interface PluvoAccountsTable {
  readonly pluvo_id: string;
  readonly as_of_ms: number;
}

export interface UsersTables extends WebhookTables {
  readonly people: PeopleTable;
  readonly write_turns: WriteTurnsTable;
  readonly syncs: SyncsTable;
  readonly pluvo_accounts: PluvoAccountsTable;
}

export type PersonRow = Readonly<Selectable<PeopleTable>>;

export function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    isActive: row.is_active === 1 && row.pluvo_is_active === 1,
    pluvoId: row.pluvo_id,
  };
}

/** The text without its differences in case and in Unicode composition. */
export function searchKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

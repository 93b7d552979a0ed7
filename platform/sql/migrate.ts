import { isNativeError } from 'node:util/types';
import { Migrator, type Kysely, type Migration } from 'kysely';
import type { Database } from './openDatabase.js';

/** One step of a schema's history. Steps are applied in the order of their names and never changed afterwards. */
export type ForwardMigration = (db: Kysely<never>) => Promise<void>;

/**
 * Brings a database up to date, forward only. Replicas that start together take turns: the migrator holds a lock on
 * PostgreSQL; on SQLite there is one process.
 */
export async function migrate<Tables>(
  { db, schema }: Database<Tables>,
  migrations: Readonly<Record<string, ForwardMigration>>,
): Promise<void> {
  const steps = Object.entries(migrations).map(([name, up]): [string, Migration] => [
    name,
    { up: (step) => up(step as Kysely<never>) },
  ]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(steps)) },
    ...(schema && { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw error instanceof Error || isNativeError(error)
      ? error
      : new Error('A migration failed.', { cause: error });
  }
}

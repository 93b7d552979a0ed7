import { migrate } from '../../../platform/sql/migrate.js';
import { openDatabase, type Database } from '../../../platform/sql/openDatabase.js';
import { migrations } from '../../../subgraphs/users/directory/migrations.js';
import { SqlDirectory } from '../../../subgraphs/users/directory/SqlDirectory.js';
import { SqlSyncStore } from '../../../subgraphs/users/directory/SqlSyncStore.js';
import type { UsersTables } from '../../../subgraphs/users/directory/tables.js';
import type { EmptyDatabase } from '../../support/engines.js';
import { StatementCounter } from './StatementCounter.js';

export interface OpenDirectory {
  readonly database: Database<UsersTables>;
  readonly directory: SqlDirectory;
  readonly store: SqlSyncStore;
  readonly statements: StatementCounter;
}

/** The directory on a database that is brought up to date; `database.stop` closes it. */
export async function openDirectory({ url, schema }: EmptyDatabase): Promise<OpenDirectory> {
  const statements = new StatementCounter();
  const opened = openDatabase<UsersTables>(url, schema);
  const database = { ...opened, db: opened.db.withPlugin(statements) };
  await migrate(database, migrations(database.engine));
  return {
    database,
    directory: new SqlDirectory(database),
    store: new SqlSyncStore(database),
    statements,
  };
}

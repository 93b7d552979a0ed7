import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '../../../platform/sql/openDatabase.js';
import { describeWithPostgres } from '../../support/postgres.js';

describeWithPostgres('On a PostgreSQL that confirms commits before they are on disk', (url) => {
  test('ours are on disk all the same: a confirmed intent is never lost in a crash', async () => {
    const name = new URL(url()).pathname.slice(1);
    const database = openDatabase(url(), 'public');
    await sql`alter database ${sql.id(name)} set synchronous_commit = off`.execute(database.db);
    await database.stop();

    const opened = openDatabase(url(), 'public');
    const { rows } = await sql<{ setting: string }>`
      select current_setting('synchronous_commit') as setting`.execute(opened.db);
    await opened.stop();
    expect(rows).toEqual([{ setting: 'on' }]);
  });
});

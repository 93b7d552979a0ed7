import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { migrate, type ForwardMigration } from '../../../platform/sql/migrate.js';
import { openDatabase, type Database } from '../../../platform/sql/openDatabase.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { describeWithPostgres } from '../../support/postgres.js';

interface Tables {
  readonly notes: { readonly id: number; readonly text: string | null };
}

const first: Record<string, ForwardMigration> = {
  '001_notes': ({ schema }) => schema.createTable('notes').addColumn('id', 'integer').execute(),
};
const second: Record<string, ForwardMigration> = {
  ...first,
  '002_text': ({ schema }) => schema.alterTable('notes').addColumn('text', 'text').execute(),
};
const notes = ({ db }: Database<Tables>) => db.selectFrom('notes').selectAll().execute();

describeOnBothEngines('Migrations', (empty) => {
  const opened = async (work: (database: Database<Tables>) => Promise<void>) => {
    const { url, schema } = empty();
    const database = openDatabase<Tables>(url, schema);
    try {
      await work(database);
    } finally {
      await database.stop();
    }
  };

  test('run once each, and keep what is stored', () =>
    opened(async (database) => {
      await migrate(database, first);
      await sql`insert into ${sql.table(database.schema ? `${database.schema}.notes` : 'notes')} values (1)`.execute(
        database.db,
      );
      await migrate(database, second);
      await migrate(database, second);
      await expect(notes(database)).resolves.toEqual([{ id: 1, text: null }]);
    }));

  test('refuse a database that a newer version has changed', () =>
    opened(async (database) => {
      await migrate(database, second);
      await expect(migrate(database, first)).rejects.toThrow('002_text is missing');
    }));

  test('leave nothing of a step that failed', () =>
    opened(async (database) => {
      const failing: typeof first = {
        ...first,
        '002_broken': () => Promise.reject(new Error('this step is wrong')),
      };
      await expect(migrate(database, failing)).rejects.toThrow('this step is wrong');
      await migrate(database, second);
      await expect(notes(database)).resolves.toEqual([]);
    }));
});

describeWithPostgres('Migrations of replicas that start together', (url) => {
  test('run once, whoever comes first', async () => {
    const replicas = Array.from({ length: 8 }, () => openDatabase<Tables>(url(), 'together'));
    let runs = 0;
    const counted: typeof first = {
      '001_notes': async (db) => {
        runs += 1;
        await first['001_notes']?.(db);
      },
    };
    await Promise.all(replicas.map((replica) => migrate(replica, counted)));
    expect(runs).toBe(1);
    await Promise.all(replicas.map((replica) => replica.stop()));
  });
});

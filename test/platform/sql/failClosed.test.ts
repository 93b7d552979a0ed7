import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase, type Database } from '../../../platform/sql/openDatabase.js';
import { describeWithPostgres } from '../../support/postgres.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcpProxy.js';

interface Tables {
  readonly notes: { readonly id: number; readonly text: string };
}

const unavailable = { code: 'STORE_UNAVAILABLE' };
const readOne = ({ db }: Database<Tables>) => sql`select 1`.execute(db);

describe('A PostgreSQL that nobody runs', () => {
  test('is STORE_UNAVAILABLE, at its port and at its name', async () => {
    for (const url of ['postgres://u@127.0.0.1:1/x', 'postgres://u@nowhere.invalid/x']) {
      const database = openDatabase<Tables>(url, 'notes');
      await expect(readOne(database)).rejects.toMatchObject(unavailable);
      await database.stop();
    }
  });
});

describeWithPostgres('A PostgreSQL that dies', (url) => {
  let proxy: TcpProxy;
  let database: Database<Tables>;
  beforeEach(async () => {
    const through = new URL(url());
    proxy = await startTcpProxy(Number(through.port || 5432));
    through.port = String(proxy.port);
    database = openDatabase(through.href, 'public');
    await sql`create table if not exists notes (id integer, text text)`.execute(database.db);
    await sql`truncate notes`.execute(database.db);
  });
  afterEach(async () => {
    await database.stop();
    await proxy.cut();
  });

  test('between statements is STORE_UNAVAILABLE, until it is back', async () => {
    await proxy.cut();
    await expect(readOne(database)).rejects.toMatchObject(unavailable);
    await proxy.mend();
    await expect(readOne(database)).resolves.toMatchObject({ rows: [{}] });
  });

  test('during a statement is STORE_UNAVAILABLE', async () => {
    const slow = sql`select pg_sleep(30)`.execute(database.db).catch((error: unknown) => error);
    const { rows } = await pollUntil(
      () =>
        sql`select 1 from pg_stat_activity where query like 'select pg_sleep%'
        and datname = current_database()`.execute(database.db),
      ({ rows }) => rows.length > 0,
    );
    expect(rows).toHaveLength(1);
    await proxy.cut();
    await expect(slow).resolves.toMatchObject(unavailable);
  });

  test('during a transaction is STORE_UNAVAILABLE, and leaves nothing of it', async () => {
    const write = database.db.transaction().execute(async (trx) => {
      await trx.insertInto('notes').values({ id: 1, text: 'half' }).execute();
      await proxy.cut();
      await trx.insertInto('notes').values({ id: 2, text: 'whole' }).execute();
    });
    await expect(write).rejects.toMatchObject(unavailable);
    await proxy.mend();
    await expect(database.db.selectFrom('notes').selectAll().execute()).resolves.toEqual([]);
  });

  test('behind a network that loses everything is STORE_UNAVAILABLE, and is not waited for', async () => {
    const through = new URL(url());
    through.port = String(proxy.port);
    const impatient = openDatabase<Tables>(through.href, 'public', { silenceMs: 200 });
    await readOne(impatient);
    proxy.freeze();
    await expect(readOne(impatient)).rejects.toMatchObject(unavailable);
    await expect(readOne(impatient)).resolves.toMatchObject({ rows: [{}] });
    await impatient.stop();
  });

  test('by ending our connection is STORE_UNAVAILABLE, and it is opened again', async () => {
    const write = database.db.connection().execute(async (connection) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(
        connection,
      );
      await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(connection);
    });
    await expect(write).rejects.toMatchObject(unavailable);
    const answer = await pollUntil(
      () => readOne(database).catch(() => undefined),
      (result) => result !== undefined,
    );
    expect(answer?.rows).toHaveLength(1);
  });

  test('is not blamed for a mistake of ours', async () => {
    await expect(sql`select nonsense`.execute(database.db)).rejects.toMatchObject({
      code: '42703',
    });
  });
});

describe('A SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'certificate-graph-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('that is not a database is STORE_UNAVAILABLE', () => {
    const path = join(folder, 'text.db');
    writeFileSync(
      path,
      'this is not a database, and it is longer than a header of one would be'.repeat(20),
    );
    expect(() => openDatabase<Tables>(`file:${path}`, '')).toThrow(/cannot be reached/);
  });

  test('on a full disk is STORE_UNAVAILABLE, and keeps what it has', async () => {
    const database = openDatabase<Tables>(`file:${join(folder, 'full.db')}`, '');
    const { db } = database;
    await sql`create table notes (id integer, text text)`.execute(db);
    await db.insertInto('notes').values({ id: 1, text: 'kept' }).execute();
    // SQLite says the same when it may not take another page as when the disk has none.
    await sql`pragma max_page_count = 2`.execute(db);
    const text = 'x'.repeat(100_000);
    await expect(db.insertInto('notes').values({ id: 2, text }).execute()).rejects.toMatchObject(
      unavailable,
    );
    await expect(
      db.transaction().execute(async (tx) => {
        await tx.insertInto('notes').values({ id: 3, text: 'first' }).execute();
        await tx.insertInto('notes').values({ id: 2, text }).execute();
      }),
    ).rejects.toMatchObject(unavailable);
    await expect(db.selectFrom('notes').select('id').execute()).resolves.toEqual([{ id: 1 }]);
    await database.stop();
  });

  test('survives being closed and opened again', async () => {
    const url = `file:${join(folder, 'deep', 'er', 'kept.db')}`;
    const first = openDatabase<Tables>(url, '');
    await sql`create table notes (id integer, text text)`.execute(first.db);
    await first.db.insertInto('notes').values({ id: 1, text: 'kept' }).execute();
    await first.stop();
    const second = openDatabase<Tables>(url, '');
    await expect(second.db.selectFrom('notes').selectAll().execute()).resolves.toEqual([
      { id: 1, text: 'kept' },
    ]);
    await second.stop();
  });
});

async function pollUntil<T>(read: () => Promise<T>, enough: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (enough(value)) return value;
  }
}

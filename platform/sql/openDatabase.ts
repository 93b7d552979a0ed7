import { mkdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'libsql';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { failClosed, throwIfUnavailable } from './failClosed.js';

/** A database of one component, which nobody else reads. Instants are milliseconds, flags 0 or 1, on both engines. */
export interface Database<Tables> {
  readonly engine: 'postgres' | 'sqlite';
  readonly db: Kysely<Tables>;
  /** PostgreSQL schema that holds the tables; undefined on SQLite, where the file does. */
  readonly schema: string | undefined;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL that is silent for so long is out of reach, not slow: it ends a statement or an idle transaction of ours
 * after 10 s itself, and the pool closes connections that idle for 10 s.
 */
const defaultSilenceMs = 15_000;

/**
 * Opens a database by its URL: `postgres://…` (tables in the given schema) or `file:…` (SQLite). Every failure to reach
 * it is a PlatformError STORE_UNAVAILABLE.
 */
export function openDatabase<Tables>(
  url: string,
  schema: string,
  { silenceMs = defaultSilenceMs }: { silenceMs?: number } = {},
): Database<Tables> {
  return url.startsWith('file:') ? openSqlite(url) : openPostgres(url, schema, silenceMs);
}

function openPostgres<Tables>(url: string, schema: string, silenceMs: number): Database<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    // Whatever the server's default: a commit that was confirmed and then lost could mean a second certificate.
    options: '-c synchronous_commit=on',
    keepAlive: true,
    stream: () => {
      const socket = new Socket();
      return socket.setTimeout(silenceMs, () => socket.destroy());
    },
    types: int8AsNumber,
  });
  // A connection that breaks is replaced by the pool, and its statement rejects; without listeners, one for idle
  // connections and one for each in use, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: failClosed(new PostgresDialect({ pool })) }).withSchema(
    schema,
  );
  return { engine: 'postgres', db, schema, stop: () => db.destroy() };
}

/** int8 as a number: counts and milliseconds stay far below 2^53. */
const int8AsNumber = new pg.TypeOverrides();
int8AsNumber.setTypeParser(pg.types.builtins.INT8, Number);

function openSqlite<Tables>(url: string): Database<Tables> {
  const path = url.startsWith('file:///') ? fileURLToPath(url) : url.slice('file:'.length);
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = openFile(path);
  const db = new Kysely<Tables>({ dialect: failClosed(new SqliteDialect({ database })) });
  return { engine: 'sqlite', db, schema: undefined, stop: () => db.destroy() };
}

function openFile(path: string) {
  try {
    const database = new Sqlite(path);
    // FULL: a commit survives a power cut; a lost intent could mean a second certificate.
    for (const pragma of [
      'journal_mode = WAL',
      'synchronous = FULL',
      'busy_timeout = 5000',
      'foreign_keys = ON',
    ]) {
      database.pragma(pragma);
    }
    return database;
  } catch (cause) {
    throwIfUnavailable(cause);
    throw cause;
  }
}

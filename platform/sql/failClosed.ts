import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { PlatformError } from '../errors.js';

/** Of PostgreSQL: connection exceptions (08), insufficient resources (53), operator intervention (57). */
const postgresClasses = new Set(['08', '53', '57']);
const sqliteCodes = /^SQLITE_(FULL|IOERR|CANTOPEN|BUSY|READONLY|CORRUPT|NOTADB)/;
const networkCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET)/;
const closedConnection =
  /connection terminated|client has encountered a connection error|timeout exceeded/i;

/** Drivers throw errors of more than one kind, some without the prototype of ours: they are known by their fields. */
function textOf(error: unknown, field: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  // Either is absent, or anything.
  const { [field]: text } = error as { code?: unknown; message?: unknown };
  return typeof text === 'string' ? text : '';
}

function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isUnavailable);
  const code = textOf(error, 'code');
  return (
    (code.length === 5 && postgresClasses.has(code.slice(0, 2))) ||
    sqliteCodes.test(code) ||
    networkCodes.test(code) ||
    closedConnection.test(textOf(error, 'message'))
  );
}

/** @throws PlatformError STORE_UNAVAILABLE if the error means that the database cannot be reached. */
export function throwIfUnavailable(cause: unknown): void {
  if (!isUnavailable(cause)) return;
  throw new PlatformError(
    'STORE_UNAVAILABLE',
    'Expected the database to answer; it cannot be reached.',
    { cause },
  );
}

/** SQLite undoes a transaction by itself when its disk is full; why it did is the error that counts. */
function isRolledBack(error: unknown): boolean {
  return textOf(error, 'message').includes('no transaction is active');
}

async function closed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throwIfUnavailable(cause);
    throw cause;
  }
}

/** Gives every failure to reach the database one error that callers understand: STORE_UNAVAILABLE. */
export function failClosed(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => guardDriver(dialect.createDriver()),
  };
}

function guardDriver(driver: Driver): Driver {
  const inner = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const unguard = (connection: DatabaseConnection) => inner.get(connection) ?? connection;
  return {
    init: () => driver.init(),
    destroy: () => driver.destroy(),
    async acquireConnection() {
      const connection = await closed(() => driver.acquireConnection());
      const guarded: DatabaseConnection = {
        executeQuery: (query) => closed(() => connection.executeQuery(query)),
        streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
      };
      inner.set(guarded, connection);
      return guarded;
    },
    releaseConnection: (connection) => driver.releaseConnection(unguard(connection)),
    beginTransaction: (connection, settings) =>
      closed(() => driver.beginTransaction(unguard(connection), settings)),
    commitTransaction: (connection) => closed(() => driver.commitTransaction(unguard(connection))),
    rollbackTransaction: (connection) =>
      closed(() => driver.rollbackTransaction(unguard(connection))).catch((error: unknown) => {
        if (!isRolledBack(error)) throw error;
      }),
  };
}

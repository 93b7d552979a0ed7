import type { Db, Tx } from './tables.js';

/** Of PostgreSQL: it undid a transaction to let another one pass. */
const undoneCodes = new Set(['40001', '40P01']);
const attempts = 4;

/**
 * One transaction. If PostgreSQL undoes it because of a deadlock, nothing of it has happened, and it is done once more.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === attempts || !isUndone(error)) throw error;
    }
  }
}

function isUndone(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    undoneCodes.has(error.code)
  );
}

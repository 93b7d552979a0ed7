import { inBatches } from '../inBatches.js';

/** Rows or keys of one statement: with a dozen columns each, still far below SQLite's 32 766 parameters. */
const rowsPerStatement = 500;

/** A list in parts that each fit into one statement. */
export function inStatements<T>(list: readonly T[]): T[][] {
  return inBatches(list, rowsPerStatement);
}

/** Rows or keys of one statement: with a dozen columns each, still far below SQLite's 32 766 parameters. */
const batchSize = 500;

/** A list in parts that each fit into one statement. */
export function inBatches<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / batchSize) }, (_, index) =>
    list.slice(index * batchSize, (index + 1) * batchSize),
  );
}

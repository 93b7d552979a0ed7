import type { Row } from '../Topic.js';

/** A field of a row, of which functions take the arguments. */
export function valueOf(row: Row, field: string, args: Row): unknown {
  const value = Object.hasOwn(row, field) ? row[field] : undefined;
  return typeof value === 'function' ? (value as (given: Row) => unknown)(args) : value;
}

import { sql } from 'kysely';

type ColumnKind = 'text' | 'integer' | 'bigint';

/**
 * A list of rows as a table `given` of one statement, however many they are: one parameter, which both engines unfold.
 * They share `json_each` for objects, hence the keys.
 */
export function givenRows<Row extends object>(
  rows: readonly Row[],
  columns: { readonly [Name in keyof Row]?: ColumnKind },
) {
  // The names of columns as plain text, to be put into SQL.
  const selected = Object.entries(columns as Readonly<Record<string, ColumnKind>>).map(
    ([name, kind]) => sql`cast(value ->> ${sql.lit(name)} as ${sql.raw(kind)}) as ${sql.ref(name)}`,
  );
  const json = JSON.stringify(Object.fromEntries(rows.entries()));
  return sql<Row>`(select ${sql.join(selected)} from json_each(${json}))`.as<'given'>(
    sql.ref('given'),
  );
}

/** A list of texts as a subquery, for IN. */
export function givenTexts(texts: readonly string[]) {
  const json = JSON.stringify(Object.fromEntries(texts.map((text, index) => [index, { text }])));
  return sql<string>`(select value ->> 'text' from json_each(${json}))`;
}

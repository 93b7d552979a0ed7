import { givenRows } from './givenRows.js';
import type { RecipientRow, Tx } from './tables.js';

const kinds = {
  position: 'integer',
  status: 'text',
  failure: 'text',
  email: 'text',
  user_id: 'text',
  pluvo_user_id: 'text',
  chunk_number: 'integer',
  issued_in_attempt: 'integer',
  portfolio_item_id: 'text',
} as const;

/** A status in any case: a row cannot be without, not even one that is there already. */
export type Written<Name extends keyof typeof kinds> = Pick<
  RecipientRow,
  'position' | 'status' | Name
>;

/**
 * Writes these columns of recipients, new ones and old ones. As an insert that turns into an update: both engines then find
 * the rows by their key, whatever they believe about the tables.
 */
export async function writeRecipients<Name extends keyof typeof kinds>(
  tx: Tx,
  issuanceId: string,
  names: readonly Name[],
  rows: readonly Written<Name>[],
): Promise<void> {
  if (rows.length === 0) return;
  const changed = [...new Set([...(['status'] as const), ...names])];
  const columns = [...new Set([...(['position'] as const), ...changed])];
  const given = givenRows<Partial<RecipientRow>>(
    rows,
    Object.fromEntries(columns.map((column) => [column, kinds[column]])),
  );
  await tx
    .insertInto('recipient')
    .columns(['issuance_id', ...columns])
    .expression((from) =>
      from
        .selectFrom(given)
        .select((select) => select.cast<string>(select.val(issuanceId), 'text').as('issuance_id'))
        .select(columns)
        // SQLite takes ON CONFLICT after SELECT only behind a WHERE.
        .where('position', 'is not', null),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['issuance_id', 'position'])
        .doUpdateSet((set) =>
          Object.fromEntries(changed.map((column) => [column, set.ref(`excluded.${column}`)])),
        ),
    )
    .execute();
}

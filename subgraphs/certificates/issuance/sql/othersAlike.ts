import { couldBeTakenFor, type Others } from '../chunk/recognise.js';
import type { IssuanceRecord } from '../Ledger.js';
import { givenTexts } from './givenRows.js';
import type { Db } from './tables.js';

/** Forgotten issuances count as well: whoever kept a natural key of theirs was issued to. */
export async function othersAlike(
  db: Db,
  issuance: IssuanceRecord,
  pluvoUserIds: readonly string[],
  precisionMs: number,
): Promise<ReadonlyMap<string, Others>> {
  const users = givenTexts(pluvoUserIds);
  const rows = await db
    .selectFrom('recipient')
    .innerJoin('issuance', 'issuance.id', 'recipient.issuance_id')
    .select(['issuance.id', 'issuance.title', 'issuance.issue_date as issueDate'])
    .select(['recipient.pluvo_user_id', 'recipient.status'])
    .where('recipient.pluvo_user_id', 'in', users)
    .where('recipient.status', 'in', ['ISSUED', 'OPEN', 'PARKED'])
    .where('issuance.id', '!=', issuance.id)
    // Somebody behind two addresses is one person.
    .union((from) =>
      from
        .selectFrom('natural_key')
        .innerJoin('issuance', 'issuance.id', 'natural_key.issuance_id')
        .select(['issuance.id', 'issuance.title', 'issuance.issue_date as issueDate'])
        .select((select) => [
          'natural_key.pluvo_user_id',
          select.cast<'ISSUED'>(select.val('ISSUED'), 'text').as('status'),
        ])
        .where('natural_key.pluvo_user_id', 'in', users)
        .where('issuance.forgotten_at_ms', 'is not', null),
    )
    .execute();
  const others = new Map(pluvoUserIds.map((user) => [user, { issued: 0, undecided: 0 }]));
  for (const { pluvo_user_id: user, status, ...appearance } of rows) {
    const theirs = others.get(user ?? '');
    if (!theirs || !couldBeTakenFor(appearance, issuance, precisionMs)) continue;
    theirs[status === 'ISSUED' ? 'issued' : 'undecided'] += 1;
  }
  return others;
}

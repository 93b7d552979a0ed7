import type { FailureCode } from '../failures.js';
import type { IssuanceRecord } from '../Ledger.js';
import { naturalKey } from '../naturalKey.js';
import { givenRows, givenTexts } from './givenRows.js';
import type { NaturalKeyRow, Tx } from './tables.js';

/**
 * The slot 'once' of a natural key has room for one issuance at a time: who plans to issue takes it, or learns who has it.
 * It stays theirs while they are undecided and when they have issued, and is given back when they have not. Whoever has
 * the key under their own id had to step aside for one that issues again on request. A key whose recipient is forgotten
 * was issued: only those who have issued keep theirs to the end.
 *
 * Takes the right to issue to each user; returns those to whom this issuance may not issue, and why they fail.
 */
export async function claimNaturalKeys(
  tx: Tx,
  issuance: IssuanceRecord,
  users: readonly string[],
): Promise<ReadonlyMap<string, FailureCode>> {
  if (users.length === 0) return new Map();
  const wanted = wantedRows(issuance, users);
  if (issuance.onDuplicate === 'ISSUE_AGAIN') await makeRoom(tx, issuance.id, wanted);
  const taken = new Set(await insertNaturalKeys(tx, wanted));
  const refused = await refusals(tx, issuance, wanted, taken);
  // Whoever is held elsewhere must not stay claimed here as well.
  await releaseNaturalKeys(tx, issuance.id, [...refused.keys()]);
  return refused;
}

/**
 * Takes the right back that was given back too early: these users have, or may have, a certificate. If somebody else has
 * the slot by now, the certificate is remembered beside it.
 */
export async function keepNaturalKeys(
  tx: Tx,
  issuance: IssuanceRecord,
  users: readonly string[],
): Promise<void> {
  if (users.length === 0) return;
  const wanted = wantedRows(issuance, users);
  const gained = new Set(await insertNaturalKeys(tx, wanted));
  const missed = wanted.filter((row) => !gained.has(row.natural_key));
  if (missed.length === 0) return;
  await insertNaturalKeys(
    tx,
    missed.map((row) => ({ ...row, slot: issuance.id })),
  );
}

/** Gives the right back: for these users nothing was issued. */
export async function releaseNaturalKeys(
  tx: Tx,
  issuanceId: string,
  users: readonly string[],
): Promise<void> {
  if (users.length === 0) return;
  await tx
    .deleteFrom('natural_key')
    .where('issuance_id', '=', issuanceId)
    .where('pluvo_user_id', 'in', givenTexts(users))
    .execute();
}

function wantedRows(issuance: IssuanceRecord, users: readonly string[]): readonly NaturalKeyRow[] {
  return users.map((user) => ({
    natural_key: naturalKey(issuance, user),
    slot: 'once',
    issuance_id: issuance.id,
    pluvo_user_id: user,
  }));
}

/**
 * Claims what nobody else holds; returns the keys that were free. It waits for whoever is about to take one: in one order
 * everywhere, so that two plans that share people wait for each other instead of deadlocking.
 */
async function insertNaturalKeys(
  tx: Tx,
  wanted: readonly NaturalKeyRow[],
): Promise<readonly string[]> {
  const columns = ['natural_key', 'slot', 'issuance_id', 'pluvo_user_id'] as const;
  const given = givenRows(wanted, {
    natural_key: 'text',
    slot: 'text',
    issuance_id: 'text',
    pluvo_user_id: 'text',
  });
  const rows = await tx
    .insertInto('natural_key')
    .columns(columns)
    .expression((from) =>
      // SQLite takes ON CONFLICT after SELECT only behind a WHERE.
      from
        .selectFrom(given)
        .select(columns)
        .where('natural_key', 'is not', null)
        .orderBy('natural_key'),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('natural_key')
    .execute();
  return rows.map((row) => row.natural_key);
}

/**
 * On request it is issued again to whoever has it, so whoever has the slot steps aside, for good; if that one is undecided,
 * we see it and give the slot back.
 */
async function makeRoom(
  tx: Tx,
  issuanceId: string,
  wanted: readonly NaturalKeyRow[],
): Promise<void> {
  await tx
    .updateTable('natural_key')
    .set((set) => ({ slot: set.ref('issuance_id') }))
    .where('natural_key', 'in', givenTexts(wanted.map((row) => row.natural_key)))
    .where('slot', '=', 'once')
    .where('issuance_id', '!=', issuanceId)
    .execute();
}

async function refusals(
  tx: Tx,
  issuance: IssuanceRecord,
  wanted: readonly NaturalKeyRow[],
  taken: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FailureCode>> {
  const { issued, undecided } = await othersWith(tx, issuance.id, wanted);
  const refused = new Map<string, FailureCode>();
  const skips = issuance.onDuplicate === 'SKIP';
  for (const { natural_key: key, pluvo_user_id: user } of wanted) {
    if (skips && issued.has(user)) refused.set(user, 'ALREADY_ISSUED');
    // Also whom nobody has: whoever had them gave them up just after we had not got them, so we have no right either.
    else if (undecided.has(user) || !taken.has(key)) refused.set(user, 'IN_PROGRESS_ELSEWHERE');
  }
  return refused;
}

/** To whom others have issued, or may still. Read after the keys: what was decided in between is decided. */
async function othersWith(tx: Tx, issuanceId: string, wanted: readonly NaturalKeyRow[]) {
  const issued = new Set<string>();
  const undecided = new Set<string>();
  const others = await tx
    .selectFrom('natural_key')
    .select(['issuance_id', 'pluvo_user_id'])
    .where('natural_key', 'in', givenTexts(wanted.map((row) => row.natural_key)))
    .where('issuance_id', '!=', issuanceId)
    .execute();
  if (others.length === 0) return { issued, undecided };
  const recipients = await tx
    .selectFrom('recipient')
    .select(['issuance_id', 'pluvo_user_id', 'status'])
    .where('pluvo_user_id', 'in', givenTexts(others.map((row) => row.pluvo_user_id)))
    .where('issuance_id', 'in', givenTexts([...new Set(others.map((row) => row.issuance_id))]))
    .execute();
  const pair = (row: { issuance_id: string; pluvo_user_id: string | null }) =>
    `${row.issuance_id} ${row.pluvo_user_id ?? ''}`;
  const known = new Set(recipients.map(pair));
  const having = new Set(others.map(pair));
  for (const other of others) if (!known.has(pair(other))) issued.add(other.pluvo_user_id);
  for (const recipient of recipients) {
    const { pluvo_user_id: user, status } = recipient;
    if (user === null || !having.has(pair(recipient))) continue;
    if (status === 'ISSUED') issued.add(user);
    if (status === 'OPEN' || status === 'PARKED') undecided.add(user);
  }
  return { issued, undecided };
}

import { emailKey } from '../../../platform/email.js';
import type { Imported } from './SyncStore.js';
import { searchKey, type PersonRow } from './tables.js';

/** Somebody as Pluvo knows them; each Pluvo id once per page. */
export interface ImportedPerson {
  readonly pluvoId: string;
  readonly email: string;
  readonly name: string;
  readonly isActive: boolean;
}

export interface ImportPlan extends Imported {
  /** The people to write: new ones and changed ones. */
  readonly rows: readonly PersonRow[];
}

/** What becomes of one imported person: the row they had, if any, and the row they shall have. */
interface Move {
  readonly before: PersonRow | undefined;
  after: PersonRow;
}

/**
 * Decides what a page from Pluvo changes. A person is recognised by their Pluvo id; one that nobody has yet is linked
 * to the person with the same address, if that one is not linked otherwise; else somebody new is created.
 *
 * Nobody ever loses an address to somebody else: where the address that Pluvo gives a person belongs to another one
 * here who keeps it, a known person keeps their old address (and takes over the rest), and an unknown one is not
 * created. Both are reported as conflicts. If Pluvo is only in the middle of a change, the next pass settles them;
 * otherwise saveUsers does.
 * @param touched everybody who has one of the page's Pluvo ids or addresses now.
 */
export function planImport(
  touched: readonly PersonRow[],
  people: readonly ImportedPerson[],
  make: { readonly newId: () => string; readonly nowMs: number },
): ImportPlan {
  const byPluvoId = new Map(touched.map((row) => [row.pluvo_id, row]));
  const byEmail = new Map(touched.map((row) => [row.email_key, row]));
  const moves = new Map<string, Move>();
  const conflicts: string[] = [];
  for (const person of people) {
    const namesake = byEmail.get(emailKey(person.email));
    const before =
      byPluvoId.get(person.pluvoId) ?? (namesake?.pluvo_id === null ? namesake : undefined);
    const after = importedRow(person, before, make);
    // Two accounts of Pluvo whose addresses differ in case only are one address here: the first one has it.
    if (moves.has(after.id)) conflicts.push(person.pluvoId);
    else moves.set(after.id, { before, after });
  }
  conflicts.push(...settleAddresses(touched, moves));

  const changed = [...moves.values()].filter(
    ({ before, after }) => !before || differ(before, after),
  );
  const known = changed.filter(({ before }) => before !== undefined);
  return {
    rows: changed.map(({ after }) => after),
    created: changed.length - known.length,
    updated: known.length,
    linked: known.filter(({ before }) => before?.pluvo_id === null).length,
    conflicts,
  };
}

/**
 * Takes back every move to an address that somebody keeps. Whoever stays where they were keeps theirs, which may stop
 * the next one: so it goes on until nothing changes. People who exchange addresses among themselves pass.
 * @returns the Pluvo ids of those who were stopped.
 */
function settleAddresses(touched: readonly PersonRow[], moves: Map<string, Move>): string[] {
  const stopped: string[] = [];
  for (let settled = false; !settled;) {
    settled = true;
    const holders = new Map(
      touched
        .filter(({ id, email_key }) => (moves.get(id)?.after.email_key ?? email_key) === email_key)
        .map((row) => [row.email_key, row.id]),
    );
    for (const [id, move] of moves) {
      const { before, after } = move;
      const holder = holders.get(after.email_key);
      if (holder === undefined) holders.set(after.email_key, id);
      if (holder === undefined || holder === id) continue;
      stopped.push(after.pluvo_id ?? '');
      if (before) move.after = { ...after, email: before.email, email_key: before.email_key };
      else moves.delete(id);
      settled = false;
    }
  }
  return stopped;
}

function importedRow(
  { pluvoId, email, name, isActive }: ImportedPerson,
  before: PersonRow | undefined,
  { newId, nowMs }: { newId: () => string; nowMs: number },
): PersonRow {
  return {
    id: before?.id ?? newId(),
    email,
    email_key: emailKey(email),
    name,
    name_key: searchKey(name),
    is_active: before?.is_active ?? 1,
    pluvo_id: pluvoId,
    pluvo_is_active: isActive ? 1 : 0,
    created_at_ms: before?.created_at_ms ?? nowMs,
    updated_at_ms: nowMs,
  };
}

const compared = ['email', 'name', 'pluvo_id', 'pluvo_is_active'] as const;

function differ(before: PersonRow, after: PersonRow): boolean {
  return compared.some((column) => before[column] !== after[column]);
}

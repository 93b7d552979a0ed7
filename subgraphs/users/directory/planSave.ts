import { emailKey } from '../../../platform/email.js';
import { UsersError, type usersErrors } from '../errors.js';
import type { PersonToSave } from './Directory.js';
import { searchKey, type PersonRow } from './tables.js';

export interface SavePlan {
  /** Everybody as they will be, in the order in which they were given. */
  readonly rows: readonly PersonRow[];
  readonly created: number;
}

/**
 * Decides what saving these people means, by how things will be afterwards: two people may exchange an address.
 * @param touched everybody who has one of their ids, addresses or Pluvo ids now.
 * @throws UsersError DUPLICATE_USER, EMAIL_TAKEN or PLUVO_ID_TAKEN.
 */
export function planSave(
  touched: readonly PersonRow[],
  given: readonly PersonToSave[],
  make: { readonly newId: () => string; readonly nowMs: number },
): SavePlan {
  const byId = new Map(touched.map((row) => [row.id, row]));
  const byEmail = new Map(touched.map((row) => [row.email_key, row]));
  const known = given.map(({ id, email }) =>
    id === undefined ? byEmail.get(emailKey(email)) : byId.get(id),
  );
  const rows = given.map((person, index) => savedRow(person, known[index], make));

  refuseRepeated(rows.map(({ id }) => id));
  refuseRepeated(rows.map(({ email_key }) => email_key));
  refuseRepeated(given.map(({ pluvoId }) => pluvoId ?? undefined));

  const saved = new Set(rows.map(({ id }) => id));
  const others = touched.filter(({ id }) => !saved.has(id));
  const takenEmails = new Set(others.map(({ email_key }) => email_key));
  refuseTaken('EMAIL_TAKEN', rows, ({ email_key }) => takenEmails.has(email_key));
  // Whoever is saved without a word about Pluvo keeps their link, so nobody else can be given it.
  const keptLinks = rows.filter((_, index) => given[index]?.pluvoId === undefined);
  const takenLinks = new Set([...others, ...keptLinks].map(({ pluvo_id }) => pluvo_id));
  refuseTaken(
    'PLUVO_ID_TAKEN',
    rows,
    ({ pluvo_id }, index) => Boolean(given[index]?.pluvoId) && takenLinks.has(pluvo_id),
  );
  return { rows, created: known.filter((row) => row === undefined).length };
}

function savedRow(
  person: PersonToSave,
  known: PersonRow | undefined,
  { newId, nowMs }: { newId: () => string; nowMs: number },
): PersonRow {
  const before = known ?? { pluvo_id: null, pluvo_is_active: 1, created_at_ms: nowMs };
  const pluvoId = person.pluvoId === undefined ? before.pluvo_id : person.pluvoId;
  return {
    id: known?.id ?? person.id ?? newId(),
    email: person.email,
    email_key: emailKey(person.email),
    name: person.name,
    name_key: searchKey(person.name),
    is_active: person.isActive ? 1 : 0,
    pluvo_id: pluvoId,
    // What Pluvo said of the account linked before says nothing about another one.
    pluvo_is_active: pluvoId === before.pluvo_id ? before.pluvo_is_active : 1,
    created_at_ms: before.created_at_ms,
    updated_at_ms: nowMs,
  };
}

function refuseRepeated(values: readonly (string | undefined)[]): void {
  const seen = new Set<string>();
  const positions = values.flatMap((value, position) => {
    if (value === undefined) return [];
    const repeated = seen.has(value);
    seen.add(value);
    return repeated ? [position] : [];
  });
  if (positions.length > 0) {
    throw refusal('DUPLICATE_USER', 'each person, address and Pluvo id at most once', positions);
  }
}

function refuseTaken(
  code: 'EMAIL_TAKEN' | 'PLUVO_ID_TAKEN',
  rows: readonly PersonRow[],
  isTaken: (row: PersonRow, index: number) => boolean,
): void {
  const positions = rows.flatMap((row, index) => (isTaken(row, index) ? [index] : []));
  if (positions.length === 0) return;
  const what = code === 'EMAIL_TAKEN' ? 'addresses' : 'Pluvo ids';
  throw refusal(code, `${what} that nobody else in the directory has`, positions);
}

function refusal(
  code: keyof typeof usersErrors,
  expected: string,
  positions: readonly number[],
): UsersError {
  const shown = positions.slice(0, 10).join(', ') + (positions.length > 10 ? ', …' : '');
  return new UsersError(
    code,
    `Expected ${expected}; ${String(positions.length)} of the given are not so (counting from 0: ${shown}).`,
    { details: { positions } },
  );
}

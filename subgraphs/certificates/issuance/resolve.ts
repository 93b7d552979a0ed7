import type { People, Person } from '../people.js';
import type { IssuanceRecord, RecipientRecord, Resolution } from './Ledger.js';

/**
 * Finds out who is behind the addresses of an issuance; who cannot be sent for gets the reason. Whoever was found before
 * stays who they are, also if the address belongs to another by now.
 */
export async function resolveRecipients(
  issuance: IssuanceRecord,
  recipients: readonly RecipientRecord[],
  people: People,
): Promise<readonly Resolution[]> {
  const emails = recipients.flatMap(({ email, pluvoUserId }) =>
    email === undefined || pluvoUserId !== undefined ? [] : email,
  );
  const found = new Map<string, Person | null>();
  if (emails.length > 0) {
    const persons = await people.byEmail(emails, issuance.caller);
    emails.forEach((email, index) => found.set(email, persons[index] ?? null));
  }
  return recipients.map(({ position, email, userId, pluvoUserId }) =>
    email === undefined || pluvoUserId !== undefined
      ? { position, email, userId, pluvoUserId, failure: undefined }
      : { position, email, ...resolve(found.get(email) ?? null) },
  );
}

function resolve(person: Person | null): Pick<Resolution, 'userId' | 'pluvoUserId' | 'failure'> {
  if (!person) return { userId: undefined, pluvoUserId: undefined, failure: 'USER_NOT_FOUND' };
  const userId = person.id;
  const pluvoUserId = person.pluvoId?.toLowerCase();
  if (!person.isActive) return { userId, pluvoUserId, failure: 'USER_INACTIVE' };
  if (pluvoUserId === undefined) return { userId, pluvoUserId, failure: 'USER_NOT_LINKED' };
  return { userId, pluvoUserId, failure: undefined };
}

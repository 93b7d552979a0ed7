import { z } from 'zod';
import type { Organization } from '../organization/Organization.js';
import { applyChange } from '../people/applyChange.js';
import { languages, type Person } from '../people/Person.js';
import { AdminError } from './errors.js';

export const personChangeSchema = z.strictObject({
  /** Id, e-mail address or ref. */
  user: z.string(),
  change: z
    .strictObject({
      ref: z.string().min(1),
      email: z.email(),
      name: z.string(),
      isActive: z.boolean(),
      language: z.enum(languages),
    })
    .partial()
    .optional(),
  delete: z.literal(true).optional(),
});

/** Changes or deletes a person, as somebody in Pluvo's own pages would. */
export function changePerson(
  organization: Organization,
  request: z.output<typeof personChangeSchema>,
): Person {
  const person = findPerson(organization, request.user);
  if (request.delete) {
    organization.deletePerson(person);
    return person;
  }
  const changed = applyChange(person, request.change ?? {});
  const owner = organization.people.byEmail(changed.email);
  if (owner && owner.id !== person.id) {
    throw new AdminError('INVALID_ADMIN_REQUEST', 'Expected an e-mail address nobody else has.');
  }
  organization.savePerson(changed);
  return changed;
}

/** @throws AdminError SANDBOX_NOT_FOUND */
export function findPerson({ people }: Organization, key: string): Person {
  const person = people.byId(key) ?? people.byEmail(key) ?? people.byRef(key);
  if (person) return person;
  throw new AdminError('SANDBOX_NOT_FOUND', 'Expected the id, e-mail address or ref of a person.');
}

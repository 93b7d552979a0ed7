import { GraphQLError } from 'graphql';
import type { Organization } from '../organization/Organization.js';
import { applyChange, type PersonChange } from '../people/applyChange.js';
import type { Person } from '../people/Person.js';

export interface UpdateOrCreateUserArguments {
  readonly ref?: string | null;
  readonly email?: string | null;
  readonly user?: PersonChange | null;
}

/**
 * Finds a user by ref, else by e-mail address, and changes them; or creates one, who needs an address.
 * @throws GraphQLError if there is no address, or if address or ref belong to somebody else.
 */
export function updateOrCreateUser(
  organization: Organization,
  { ref, email, user }: UpdateOrCreateUserArguments,
): { created: boolean; user: Person } {
  const { people } = organization;
  const found =
    (typeof ref === 'string' ? people.byRef(ref) : undefined) ??
    (typeof email === 'string' ? people.byEmail(email) : undefined);
  const keys = { ...(ref && { ref }), ...(email && { email }) };
  const person = applyChange(found ?? newPerson(people.nextId()), { ...keys, ...user });
  if (person.email === '') throw new GraphQLError('Expected an e-mail address for a new user.');
  refuseTaken(people.byEmail(person.email), person, 'e-mail address');
  refuseTaken(person.ref === null ? undefined : people.byRef(person.ref), person, 'ref');
  organization.savePerson(person);
  return { created: found === undefined, user: person };
}

function newPerson(id: string): Person {
  return { id, ref: null, email: '', name: '', isActive: true, language: 'NL', extraFields: '{}' };
}

function refuseTaken(owner: Person | undefined, person: Person, what: string): void {
  if (owner && owner.id !== person.id) {
    throw new GraphQLError(`Another user has this ${what} already.`);
  }
}

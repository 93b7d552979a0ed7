import type { Person } from './Person.js';

/** What to change of a person; absent and null fields stay as they are. */
export type PersonChange = {
  readonly [Field in keyof Omit<Person, 'id'>]?: Person[Field] | null | undefined;
};

export function applyChange(person: Person, change: PersonChange): Person {
  return {
    id: person.id,
    ref: change.ref ?? person.ref,
    email: change.email ?? person.email,
    name: change.name ?? person.name,
    isActive: change.isActive ?? person.isActive,
    language: change.language ?? person.language,
    extraFields: change.extraFields ?? person.extraFields,
  };
}

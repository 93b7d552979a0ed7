import { inBatches } from '../../platform/inBatches.js';
import type { Company } from './Company.js';

const peopleInOneCall = 1_000;

/** Writes so many active people of Pluvo, from the first on, into the directory; returns them. */
export async function fillDirectory({ sandbox, client }: Company, count: number) {
  const active = sandbox.organization.people.list(false);
  const people = Array.from({ length: count }, (_, offset) => active.at(offset));
  for (const batch of inBatches(people, peopleInOneCall)) {
    await client.saveUsers(batch.map(({ id, email, name }) => ({ pluvoId: id, email, name })));
  }
  return people;
}

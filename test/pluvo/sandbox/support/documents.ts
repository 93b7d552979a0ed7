import { z } from 'zod';
import type { Sandbox } from '../../../../pluvo/sandbox/createSandbox.js';
import { wellKnownPeople } from '../../../../pluvo/sandbox/people/wellKnownPeople.js';
import type { Person } from '../../../../pluvo/sandbox/people/Person.js';
import type { Answer, TestSandbox } from './sandboxes.js';

const generate = `mutation ($id: UUID!, $userIds: [UUID!]!, $title: String, $issueDate: DateTime) {
  generateCertificate(id: $id, userIds: $userIds, title: $title, issueDate: $issueDate) {
    bulkGenerate { succeededIds failedIds }
  }
}`;

/** Issues the first certificate, titled as given. */
export function issue(
  { sandbox, graphql }: TestSandbox,
  userIds: readonly string[],
  rest: { id?: string; title?: string; issueDate?: string; signal?: AbortSignal } = {},
): Promise<Answer> {
  const { signal, ...variables } = rest;
  return graphql(
    generate,
    { id: sandbox.firstCertificateId, userIds, ...variables },
    signal && { signal },
  );
}

export function bulkGenerate(succeededIds: readonly string[], failedIds: readonly string[]) {
  return { data: { generateCertificate: { bulkGenerate: { succeededIds, failedIds } } } };
}

const titlesSchema = z.object({
  data: z.object({ portfolioItems: z.array(z.object({ title: z.string() })) }),
});

/** The titles that somebody's portfolio shows. */
export async function titlesOf({ graphql }: TestSandbox, userId: string): Promise<string[]> {
  const { body } = await graphql('query ($id: UUID) { portfolioItems(userId: $id) { title } }', {
    id: userId,
  });
  return titlesSchema.parse(body).data.portfolioItems.map(({ title }) => title);
}

/** Has an empty portfolio. */
export function grace({ organization }: Sandbox): Person {
  return known(organization.people.byEmail(wellKnownPeople[1].email));
}

/** Has several things in the portfolio. */
export function ada({ organization }: Sandbox): Person {
  return known(organization.people.byEmail(wellKnownPeople[0].email));
}

/** The first people of the list who are active. */
export function activePeople({ organization }: Sandbox, count: number): Person[] {
  const list = organization.people.list(false);
  return Array.from({ length: count }, (_, nth) => list.at(nth));
}

export function inactivePerson({ organization }: Sandbox): Person {
  return organization.people.list(true).at(0);
}

function known(person: Person | undefined): Person {
  if (!person) throw new Error('Expected the sandbox to have this person.');
  return person;
}

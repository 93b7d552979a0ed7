import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { GraphClient } from './GraphClient.js';

const person = z.object({
  id: z.string(),
  email: z.string(),
  isActive: z.boolean(),
  pluvoId: z.string().nullable(),
});
const page = z.object({
  users: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    edges: z.array(z.object({ node: person })),
  }),
});

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly pluvoId: string;
}

/** The first people of the directory who can be issued something: active, and linked to Pluvo. */
export async function issuablePeople(graph: GraphClient, count: number): Promise<Person[]> {
  const found: Person[] = [];
  let after: string | null = null;
  do {
    const { users }: z.infer<typeof page> = await graph.ask(
      `query ($after: String) {
        users(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { id email isActive pluvoId } }
        }
      }`,
      { after },
      page,
    );
    for (const { node } of users.edges) {
      const { id, email, isActive, pluvoId } = node;
      if (isActive && pluvoId !== null) found.push({ id, email, pluvoId });
      if (found.length === count) return found;
    }
    after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
  } while (after !== null);
  throw new Error(
    `expected ${String(count)} active people linked to Pluvo, found ${String(found.length)}; syncUsers links them`,
  );
}

export async function personByEmail(
  graph: GraphClient,
  email: string,
): Promise<string | undefined> {
  const { user } = await graph.ask(
    'query ($email: EmailAddress!) { user(email: $email) { id } }',
    { email },
    z.object({ user: z.object({ id: z.string() }).nullable() }),
  );
  return user?.id;
}

const portfolioDeadlineMs = 60_000;

/** How many items of this title a person has; waits for the first, because Pluvo may show it a little late. */
export async function itemsOfTitle(
  graph: GraphClient,
  email: string,
  title: string,
): Promise<number> {
  const endMs = performance.now() + portfolioDeadlineMs;
  for (;;) {
    const { user } = await graph.ask(
      `query ($email: EmailAddress!) {
        user(email: $email) { portfolioItems(first: 50) { edges { node { title } } } }
      }`,
      { email },
      z.object({
        user: z.object({
          portfolioItems: z.object({
            edges: z.array(z.object({ node: z.object({ title: z.string() }) })),
          }),
        }),
      }),
    );
    const { length } = user.portfolioItems.edges.filter(({ node }) => node.title === title);
    if (length > 0 || performance.now() > endMs) return length;
    await delay(1_000);
  }
}

import { z } from 'zod';
import type { Graph } from '../support/Graph.js';

const portfolio = `query ($email: EmailAddress!) {
  user(email: $email) { portfolioItems(first: 100) { edges { node { title } } } }
}`;
const portfolioShape = z.object({
  user: z.object({
    portfolioItems: z.object({
      edges: z.array(z.object({ node: z.object({ title: z.string().nullable() }) })),
    }),
  }),
});

/** The titles that somebody's portfolio shows in the graph. */
export async function titlesOf(graph: Graph, email: string): Promise<(string | null)[]> {
  const { user } = await graph.data(portfolioShape, portfolio, { email });
  return user.portfolioItems.edges.map(({ node }) => node.title);
}

import { z } from 'zod';
import type { Graph } from '../support/Graph.js';

const query = `query ($requestId: ID!) { issuance(requestId: $requestId) {
  status
  counts { ready sending unknown issued failed parked }
  events(first: 200) { edges { node { kind chunk attempt at detail } } } } }`;
const shape = z.object({
  issuance: z.object({
    status: z.string(),
    counts: z.record(z.string(), z.number()),
    events: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            kind: z.string(),
            chunk: z.number().nullable(),
            attempt: z.number().nullable(),
            at: z.string(),
            detail: z.string().nullable(),
          }),
        }),
      ),
    }),
  }),
});

/** How an issuance stands, and what happened to it. */
export async function trail(graph: Graph, requestId: string) {
  const { issuance } = await graph.data(shape, query, { requestId });
  const { status, counts, events } = issuance;
  return { status, counts, events: events.edges.map(({ node }) => node) };
}

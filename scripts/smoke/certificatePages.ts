import { z } from 'zod';
import type { GraphClient } from './GraphClient.js';

const connection = z.object({
  count: z.number().nullable(),
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean(),
    startCursor: z.string().nullable(),
    endCursor: z.string().nullable(),
  }),
  edges: z.array(
    z
      .object({
        cursor: z.string(),
        node: z
          .object({ id: z.string(), name: z.string().nullable(), title: z.string().nullable() })
          .nullable(),
      })
      .nullable(),
  ),
});
export type CertificatePage = z.infer<typeof connection>;

/** One page of certificates, from either end. */
export async function certificatePage(
  graph: GraphClient,
  window: { first: number; after?: string | null } | { last: number; before: string | null },
): Promise<CertificatePage> {
  const { certificates } = await graph.ask(
    `query ($first: Int, $after: String, $last: Int, $before: String) {
      certificates(first: $first, after: $after, last: $last, before: $before) {
        count
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id name title } }
      }
    }`,
    window,
    z.object({ certificates: connection }),
  );
  return certificates;
}

/** A certificate that can be issued without a title: one that has a title or a name of its own. */
export async function issuableCertificate(graph: GraphClient): Promise<string> {
  let after: string | null = null;
  do {
    const page: CertificatePage = await certificatePage(graph, { first: 50, after });
    for (const edge of page.edges) {
      if (edge?.node && (edge.node.title ?? edge.node.name) !== null) return edge.node.id;
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  throw new Error('expected a certificate with a title or a name, found none');
}

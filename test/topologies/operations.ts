import { z } from 'zod';
import type { Graph } from '../support/Graph.js';

/** Operations that several suites send, and the shapes of their answers. */

export const issue = `mutation ($input: IssueCertificateInput!) {
  issueCertificate(input: $input) {
    replayed
    issuance {
      status title issueDate retryAfterMs finishedAt
      certificate { id }
      counts { total issued failed parked }
      recipients(first: 500) { count edges { node { email pluvoUserId status user { name } failure { code retryable } } } }
    }
  }
}`;

const recipientSchema = z.object({
  email: z.string().nullable(),
  pluvoUserId: z.string().nullable(),
  status: z.string(),
  user: z.object({ name: z.string() }).nullable(),
  failure: z.object({ code: z.string(), retryable: z.boolean() }).nullable(),
});

export const issueShape = z.object({
  issueCertificate: z.object({
    replayed: z.boolean(),
    issuance: z.object({
      status: z.string(),
      title: z.string(),
      issueDate: z.string(),
      retryAfterMs: z.number().nullable(),
      finishedAt: z.string().nullable(),
      certificate: z.object({ id: z.string() }).nullable(),
      counts: z.object({
        total: z.number(),
        issued: z.number(),
        failed: z.number(),
        parked: z.number(),
      }),
      recipients: z.object({
        count: z.number(),
        edges: z.array(z.object({ node: recipientSchema })),
      }),
    }),
  }),
});

export const page = `query ($first: Int, $after: String, $last: Int, $before: String) {
  certificates(first: $first, after: $after, last: $last, before: $before) {
    count
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id name title } }
  }
}`;

export const pageShape = z.object({
  certificates: z.object({
    count: z.number(),
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
  }),
});

const peopleShape = z.object({
  users: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    edges: z.array(
      z.object({
        node: z.object({ email: z.string(), isActive: z.boolean(), pluvoId: z.string() }),
      }),
    ),
  }),
});

/** Everybody in the directory, page by page. */
export async function everybody(graph: Graph) {
  const people: z.output<typeof peopleShape>['users']['edges'][number]['node'][] = [];
  let after: string | null = null;
  for (let hasNextPage = true; hasNextPage;) {
    const { users }: z.output<typeof peopleShape> = await graph.data(
      peopleShape,
      `query ($after: String) { users(first: 500, after: $after) {
        pageInfo { hasNextPage endCursor } edges { node { email isActive pluvoId } } } }`,
      { after },
    );
    people.push(...users.edges.map(({ node }) => node));
    ({ hasNextPage } = users.pageInfo);
    after = users.pageInfo.endCursor;
  }
  return people;
}

import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { expectThat } from './report.js';
import type { GraphClient } from './GraphClient.js';

export const issuanceFields = /* GraphQL */ `
  status
  title
  retryAfterMs
  counts { total issued failed }
  recipients(first: 10) { edges { node { email pluvoUserId status failure { code } } } }
`;

export const issuanceSchema = z.object({
  status: z.string(),
  title: z.string(),
  retryAfterMs: z.number().nullable(),
  counts: z.object({ total: z.number(), issued: z.number(), failed: z.number() }),
  recipients: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          email: z.string().nullable(),
          pluvoUserId: z.string().nullable(),
          status: z.string(),
          failure: z.object({ code: z.string() }).nullable(),
        }),
      }),
    ),
  }),
});
export type Issuance = z.infer<typeof issuanceSchema>;

const open = new Set(['ACCEPTED', 'RESOLVING', 'RUNNING']);
const deadlineMs = 240_000;

/** The issuance when it is decided: asks again as often as the graph says, for longer than a quarantine takes by default. */
export async function finished(
  graph: GraphClient,
  requestId: string,
  first: Issuance,
): Promise<Issuance> {
  const endMs = performance.now() + deadlineMs;
  let issuance = first;
  while (open.has(issuance.status)) {
    expectThat(performance.now() < endMs, `the issuance to finish, it is still ${issuance.status}`);
    await delay(issuance.retryAfterMs ?? 1_000);
    const data = await graph.ask(
      `query ($requestId: ID!) { issuance(requestId: $requestId) { ${issuanceFields} } }`,
      { requestId },
      z.object({ issuance: issuanceSchema }),
    );
    issuance = data.issuance;
  }
  return issuance;
}

/** One request to issue by e-mail address, as often as it is sent. */
export interface EmailRequest {
  readonly requestId: string;
  readonly certificateId: string;
  readonly emails: readonly string[];
  readonly title: string;
}

/** Sends the request once; the issuance may still be open in the reply. */
export function issueByEmail(graph: GraphClient, input: EmailRequest) {
  return graph.reply(
    `mutation ($input: IssueCertificateInput!) {
      issueCertificate(input: $input) { replayed issuance { ${issuanceFields} } }
    }`,
    { input },
    z.object({ issueCertificate: z.object({ replayed: z.boolean(), issuance: issuanceSchema }) }),
  );
}

import { request } from 'undici';
import { z } from 'zod';
import { parseJson } from '../../platform/parseJson.js';
import { issuanceSchema, type Issuance, type Wish } from '../verdict/Evidence.js';
import { tokenOf } from './callers.js';

const document = `mutation ($input: IssueCertificateInput!) {
  issueCertificate(input: $input) {
    issuance {
      status title issueDate createdAt retryAfterMs
      counts { total ready sending unknown issued failed parked }
      recipients(first: 1000) { edges { node { email pluvoUserId status failure { code retryable } } } }
    }
  }
}`;

const bodySchema = z.object({
  data: z.object({ issueCertificate: z.object({ issuance: issuanceSchema }).nullable() }).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).default([]),
});

export type Outcome =
  | { readonly kind: 'issuance'; readonly issuance: Issuance }
  | { readonly kind: 'refused'; readonly code: string }
  /** Nothing came, or nothing that can be understood. */
  | { readonly kind: 'nothing' };

/** Asks once. Never rejects. @param patience when the caller hangs up */
export async function askToIssue(
  gatewayUrl: string,
  { caller, ...input }: Wish,
  waitMs: number,
  patience: AbortSignal,
): Promise<Outcome> {
  try {
    const operation = { query: document, variables: { input: { ...input, waitMs } } };
    return outcomeOf(await send(gatewayUrl, caller, operation, patience));
  } catch {
    return { kind: 'nothing' };
  }
}

/** Never rejects; whether it was cancelled is not known then. */
export async function askToCancel(gatewayUrl: string, { caller, requestId }: Wish): Promise<void> {
  const query =
    'mutation ($input: CancelIssuanceInput!) { cancelIssuance(input: $input) { cancelled } }';
  await send(
    gatewayUrl,
    caller,
    { query, variables: { input: { requestId } } },
    AbortSignal.timeout(5_000),
  ).catch(() => undefined);
}

async function send(
  gatewayUrl: string,
  caller: string,
  operation: object,
  patience: AbortSignal,
): Promise<string> {
  const { body } = await request(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(caller)}` },
    body: JSON.stringify(operation),
    signal: patience,
  });
  return body.text();
}

function outcomeOf(text: string): Outcome {
  const { data: body } = bodySchema.safeParse(parseJson(text));
  if (!body) return { kind: 'nothing' };
  const [error] = body.errors;
  if (error) return { kind: 'refused', code: error.extensions.code };
  const issuance = body.data?.issueCertificate?.issuance;
  return issuance ? { kind: 'issuance', issuance } : { kind: 'nothing' };
}

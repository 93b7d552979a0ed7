import { z } from 'zod';
import { parseJson } from '../../../platform/parseJson.js';

export interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

const bodySchema = z.looseObject({
  query: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** The parts of a request, or what Graphene says if they are not there. */
export function readBody(text: string | undefined): GraphqlBody | { readonly problem: string } {
  const json = parseJson(text ?? '{}');
  if (json === undefined) return { problem: 'POST body sent invalid JSON.' };
  if (Array.isArray(json)) return { problem: 'Batch GraphQL requests are not enabled.' };
  const body = bodySchema.safeParse(json);
  if (!body.success) return { problem: 'The received data is not a valid JSON query.' };
  const { query, variables, operationName } = body.data;
  if (!query) return { problem: 'Must provide query string.' };
  return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
}

import { graphql } from 'graphql';
import { z } from 'zod';
import { readSettings } from '../../../platform/config.js';
import { answerWith } from '../answerWith.js';
import { countRepresentations, type Representations } from '../graph/countRepresentations.js';
import { rootValue } from '../graph/rootValue.js';
import { subgraphNames, subgraphSchema, type SubgraphName } from '../graph/subgraphs.js';
import { programSettings, urlSettings } from '../settings.js';

// All subgraphs, each on its own port: an answer is worked out once by graphql-js, and from then on it is bytes that are
// found by the request. PORT tells how much was asked so far.
const { port, ...urls } = readSettings({ ...programSettings, ...urlSettings }, process.env);
const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
/** As a schema would have it in which everything is `@cacheControl(maxAge: 60)`. */
const headers = { 'cache-control': 'max-age=60, public' };
const counts = { fetches: 0, representations: 0, duplicates: 0 };

for (const name of subgraphNames) {
  const known = new Map<string, { bytes: Buffer; asked: Representations }>();
  const answer = answerOf(name);
  const answerAny = (body: string) => {
    const found = known.get(body);
    if (found) return counted(found);
    return answer(body).then((made) => {
      known.set(body, made);
      return counted(made);
    });
  };
  await answerWith(Number(new URL(urls[name]).port), answerAny, { headers });
}
await answerWith(port, () => Buffer.from('{}'), { told: () => counts });

function counted({ bytes, asked }: { bytes: Buffer; asked: Representations }): Buffer {
  counts.fetches += 1;
  counts.representations += asked.representations;
  counts.duplicates += asked.duplicates;
  return bytes;
}

function answerOf(name: SubgraphName) {
  const schema = subgraphSchema(name);
  return async (body: string) => {
    const request = requestSchema.parse(JSON.parse(body));
    const answer = await graphql({
      ...{ schema, source: request.query, rootValue },
      ...{ variableValues: request.variables, operationName: request.operationName },
    });
    const bytes = Buffer.from(JSON.stringify(answer));
    return { bytes, asked: countRepresentations(request.query, request.variables ?? {}) };
  };
}

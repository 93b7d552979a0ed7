import { graphql } from 'graphql';
import { z } from 'zod';
import { readSettings } from '../../../platform/config.js';
import { answerWith } from '../answerWith.js';
import { countRepresentations, type Representations } from '../graph/countRepresentations.js';
import { rootValue } from '../graph/rootValue.js';
import { subgraphNames, subgraphSchema, type SubgraphName } from '../graph/subgraphs.js';
import { programSettings, urlSettings } from '../settings.js';

// All subgraphs, each on its own port: an answer is worked out once by graphql-js, and from then on it is a text that
// is found by the request. PORT tells how much was asked so far.
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
  const made = new Map<string, { text: string; asked: Representations }>();
  const answer = answerOf(name);
  const known = (body: string) => {
    const found = made.get(body);
    if (found) count(found.asked);
    return found?.text;
  };
  const answerFirst = async (body: string) => {
    const answered = await answer(body);
    made.set(body, answered);
    count(answered.asked);
    return Buffer.from(answered.text);
  };
  await answerWith(Number(new URL(urls[name]).port), answerFirst, { headers, known });
}
await answerWith(port, () => Buffer.from('{}'), { told: () => counts });

function count({ representations, duplicates }: Representations): void {
  counts.fetches += 1;
  counts.representations += representations;
  counts.duplicates += duplicates;
}

function answerOf(name: SubgraphName) {
  const schema = subgraphSchema(name);
  return async (body: string) => {
    const request = requestSchema.parse(JSON.parse(body));
    const answer = await graphql({
      ...{ schema, source: request.query, rootValue },
      ...{ variableValues: request.variables, operationName: request.operationName },
    });
    const asked = countRepresentations(request.query, request.variables ?? {});
    return { text: JSON.stringify(answer), asked };
  };
}

import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, prettyFormatQueryPlan } from '@apollo/query-planner';
import { composeTopic } from './graph/composeTopic.js';
import { topics } from './topics.js';
import { parse } from 'graphql';
const [, , name, ...qs] = process.argv;
const t = topics.find((t) => t.name === name)!;
const c = composeTopic(t);
const s = Supergraph.build(c.supergraphSdl);
for (const typeConditionedFetching of [true]) {
  const qp = new QueryPlanner(s, { typeConditionedFetching });
  for (const q of qs)
    console.log(
      q,
      prettyFormatQueryPlan(qp.buildQueryPlan(operationFromDocument(s.apiSchema(), parse(q)))),
    );
}

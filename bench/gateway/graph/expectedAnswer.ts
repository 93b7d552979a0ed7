import { graphqlSync } from 'graphql';
import { workloads, type WorkloadName } from '../workloads.js';
import { rootValue } from './rootValue.js';
import { wholeSchema } from './wholeSchema.js';

const schema = wholeSchema();

/** What the n-th variation of a workload has to be answered with: what graphql-js answers where there are no subgraphs. */
export function expectedAnswer(name: WorkloadName, n: number): string {
  const { query, variables } = workloads[name];
  const variableValues = variables[n];
  if (!variableValues) throw new Error(`Expected a variation of ${name}, got ${String(n)}.`);
  const answer = graphqlSync({ schema, source: query, rootValue, variableValues });
  if (answer.errors) throw new Error(`${name}: ${answer.errors.map(String).join('; ')}`);
  return JSON.stringify(answer);
}

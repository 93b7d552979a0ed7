import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type ExecutionResult } from 'graphql';
import { buildGraph } from '../../../../gateway/planning/buildGraph.js';
import { OperationPlanner } from '../../../../gateway/planning/OperationPlanner.js';
import { compose, withLink } from './compose.js';
import { runPlan } from './runPlan.js';

export interface TestSubgraph {
  readonly typeDefs: string;
  readonly resolvers: object;
}

/** What callers get for their operations from subgraphs in this process. */
export function answerFrom(subgraphs: Readonly<Record<string, TestSubgraph>>) {
  const entries = Object.entries(subgraphs);
  const sdl = compose(Object.fromEntries(entries.map(([name, { typeDefs }]) => [name, typeDefs])));
  const graph = buildGraph(sdl);
  const planner = new OperationPlanner(sdl);
  const schemas = new Map(
    entries.map(([name, { typeDefs, resolvers }]) => [
      name,
      buildSubgraphSchema([{ typeDefs: parse(withLink(typeDefs)), resolvers: resolvers as never }]),
    ]),
  );
  return async (
    source: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult> => {
    const { plan } = planner.plan(source, undefined);
    const document = parse(source);
    // As plain objects, however graphql-js makes them.
    return JSON.parse(
      JSON.stringify(await runPlan({ plan, document, graph, subgraphs: schemas, variables })),
    ) as ExecutionResult;
  };
}

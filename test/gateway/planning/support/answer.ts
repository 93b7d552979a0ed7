import { buildSubgraphSchema } from '@apollo/subgraph';
import { Kind, parse, type DocumentNode, type ExecutionResult } from 'graphql';
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
    const { plan, renamed } = planner.plan(source, undefined);
    const document: DocumentNode = renamed
      ? { kind: Kind.DOCUMENT, definitions: [renamed.operation] }
      : parse(source);
    const names = new Map(renamed?.names);
    // As plain objects, however graphql-js makes them, under the names that were asked for.
    return JSON.parse(
      JSON.stringify(await runPlan({ plan, document, graph, subgraphs: schemas, variables })),
      (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(
              Object.entries(value).map(([name, field]) => [names.get(name) ?? name, field]),
            )
          : value,
    ) as ExecutionResult;
  };
}

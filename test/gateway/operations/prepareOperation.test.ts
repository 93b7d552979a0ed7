import type { QueryPlan } from '@apollo/query-planner';
import { expect, test } from '@jest/globals';
import { getOperationAST, parse, print } from 'graphql';
import { localCaller } from '../../../gateway/auth/localCaller.js';
import { ApolloFallback } from '../../../gateway/executor/ApolloFallback.js';
import { createGatewayErrorFormatter } from '../../../gateway/formatError.js';
import { createPrepareOperation } from '../../../gateway/operations/createPrepareOperation.js';
import { Askers } from '../../../gateway/planning/Askers.js';
import { buildGraph } from '../../../gateway/planning/buildGraph.js';
import { OperationPlanner } from '../../../gateway/planning/OperationPlanner.js';
import type { Planned } from '../../../gateway/planning/Planner.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { uncompiled, uncompiledFields } from '../planning/support/uncompiled.js';

const graph = { ...buildGraph(uncompiled(1)), transports: new Map() };
const operationPlanner = new OperationPlanner(graph.sdl);

/** Prepares what is not compiled, with a plan that may be changed. */
function prepare(fields: string, change: (planned: Planned) => Planned = (planned) => planned) {
  const document = parse(`{ ${uncompiledFields} ${fields} }`);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The test asks for nothing.');
  const logger = createLogger({ name: 'test', level: 'silent' });
  const formatError = createGatewayErrorFormatter(logger);
  const planner = {
    ready: () => Promise.resolve(),
    plan: () => Promise.resolve(change(operationPlanner.plan(print(document), undefined))),
    stop: () => Promise.resolve(),
  };
  const fallback = new ApolloFallback({ graph, formatError, logger, metrics: createMetrics() });
  const prepareOperation = createPrepareOperation(graph, planner, fallback);
  return prepareOperation(document, operation, new Askers(localCaller));
}

test('what is not compiled is left to the executor of @apollo/gateway', async () => {
  const prepared = await prepare('wide { ... on W0 { c: id } ... on W1 { c: id } }');
  expect(prepared.type).toBe('query');
});

const unsupported = expect.objectContaining({ code: 'UNSUPPORTED_OPERATION' });

test('but not if one name stands for several fields, which that executor gets wrong', async () => {
  const fields = 'wide { ... on W0 { c: f { id } } ... on W1 { c: g { id } } }';
  await expect(prepare(fields)).rejects.toEqual(unsupported);
});

test('nor if its paths have types', async () => {
  const typed = (planned: Planned): Planned => {
    // An operation of one subgraph is one fetch.
    const node = planned.plan.node as Extract<QueryPlan['node'], { kind: 'Fetch' }>;
    const plan: QueryPlan = {
      kind: 'QueryPlan',
      node: { kind: 'Flatten', path: ['', 'wide|[W0,W1]', 'f'], node },
    };
    return { plan };
  };
  await expect(prepare('', typed)).rejects.toEqual(unsupported);
});

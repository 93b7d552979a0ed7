import type { QueryPlan } from '@apollo/query-planner';
import { expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { ApolloFallback } from '../../../gateway/executor/ApolloFallback.js';
import type { JsonObject } from '../../../gateway/executor/ownKeys.js';
import { createGatewayErrorFormatter } from '../../../gateway/formatError.js';
import { buildGraph } from '../../../gateway/planning/buildGraph.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { shareable } from '../planning/support/shareable.js';

const logger = createLogger({ name: 'test', level: 'silent' });
/** Planned for minutes. */
const bomb = `{${'a{'.repeat(11)}id${'}'.repeat(11)}}`;

function fallback(answers: Readonly<Record<string, JsonObject>>) {
  const graph = buildGraph(shareable(3));
  const asked: string[] = [];
  const transports = new Map(
    graph.subgraphs.map(({ name }) => [
      name,
      {
        execute: () => {
          asked.push(name);
          return Promise.resolve({ data: answers[name] ?? null });
        },
        exchange: () => Promise.reject(new Error('Not used here.')),
        ready: () => Promise.resolve(),
        stop: () => Promise.resolve(),
      },
    ]),
  );
  const options = { logger, metrics: createMetrics() };
  const formatError = createGatewayErrorFormatter(logger);
  return {
    asked,
    fallback: new ApolloFallback({ graph: { ...graph, transports }, formatError, ...options }),
  };
}

test('an operation runs by the plan that was made for it, and is not planned again, however costly that is', async () => {
  const { fallback: onApollo, asked } = fallback({ s2: { a: { id: 'a1' } } });
  const document = parse(bomb);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The test asks for nothing.');
  const plan: QueryPlan = {
    kind: 'QueryPlan',
    node: {
      ...{ kind: 'Fetch', serviceName: 's2', operation: bomb, operationName: undefined },
      ...{ operationKind: operation.operation },
    },
  };
  const prepared = onApollo.operation({ document, operation, plan }, 'a test');
  const request = { variables: {}, headers: {}, note: () => undefined };
  const answer = await prepared.run({ ...request, noteCaching: () => undefined });
  expect(asked).toEqual(['s2']);
  expect(answer).toEqual({ data: '{"a":{"a":null}}', errors: [] });
});

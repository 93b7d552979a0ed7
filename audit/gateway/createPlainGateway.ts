import { parse, print } from 'graphql';
import { answerText } from '../../gateway/lanes/answerText.js';
import { localCaller } from '../../gateway/auth/localCaller.js';
import { ApolloFallback } from '../../gateway/executor/ApolloFallback.js';
import { createGatewayErrorFormatter } from '../../gateway/formatError.js';
import { createPrepareOperation } from '../../gateway/operations/createPrepareOperation.js';
import { PreparedOperations } from '../../gateway/operations/PreparedOperations.js';
import { createReadyOperations } from '../../gateway/operations/ReadyOperation.js';
import { buildGraph } from '../../gateway/planning/buildGraph.js';
import { OperationPlanner } from '../../gateway/planning/OperationPlanner.js';
import type { Planned, Planner } from '../../gateway/planning/Planner.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import type { Answer, AuditedGateway } from './AuditedGateway.js';
import { topicTransport, type TopicTransports } from './topicTransport.js';

/** Few: that they are found again is what matters, and a text is never asked for after many others. */
const bounds = { operations: 16, characters: 1_000_000 };

/**
 * The gateway without what is around it: no HTTP, no lanes, and the planner in this thread. It plans, compiles and runs
 * operations as the gateway does, many times faster. They are taken as valid.
 */
export function createPlainGateway(served: Omit<TopicTransports, 'world'>): AuditedGateway {
  const { topic, composed } = served;
  const graph = buildGraph(composed.supergraphSdl);
  const transports = new Map(
    graph.subgraphs.map(({ name }) => [
      name,
      topicTransport(name, { ...served, world: () => plain.world }),
    ]),
  );
  const executable = { ...graph, transports };
  const [logger, metrics] = [createLogger({ name: 'fuzz', level: 'silent' }), createMetrics()];
  const fallback = new ApolloFallback({
    ...{ graph: executable, logger, metrics },
    formatError: createGatewayErrorFormatter(logger),
  });
  const planner = plannerHere(graph.sdl);
  const operations = new PreparedOperations(
    createReadyOperations(graph.apiSchema, createPrepareOperation(executable, planner, fallback)),
    bounds,
  );
  const plain: AuditedGateway = {
    world: topic.world(),
    async ask({ query, variables = {} }) {
      const ready =
        operations.find(query, undefined) ??
        (await operations.prepare(parse(query), query, undefined, localCaller));
      const coerced = ready.coerce(variables);
      if (!coerced) return { errors: ready.complain(variables).map((error) => error.toJSON()) };
      const { data, errors } = await ready.prepared.run({
        ...{ variables: coerced, headers: {} },
        note: () => undefined,
        noteCaching: () => undefined,
      });
      // As a caller reads it.
      return JSON.parse(answerText({ data, errors, extensions: undefined })) as Answer;
    },
    stop: () => Promise.resolve(),
  };
  return plain;
}

function plannerHere(sdl: string): Planner {
  const planner = new OperationPlanner(sdl);
  return {
    ready: () => Promise.resolve(),
    plan: (document, operationName) =>
      // As it comes from a planning thread. What it throws rejects.
      new Promise((resolve) => {
        const planned = JSON.stringify(planner.plan(print(document), operationName));
        resolve(JSON.parse(planned) as Planned);
      }),
    stop: () => Promise.resolve(),
  };
}

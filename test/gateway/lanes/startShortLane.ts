import { buildSchema, OperationTypeNode, parse } from 'graphql';
import type { Identify } from '../../../gateway/auth/identify.js';
import { localCaller } from '../../../gateway/auth/localCaller.js';
import type {
  OperationAnswer,
  OperationRequest,
} from '../../../gateway/executor/PreparedOperation.js';
import { createGatewayErrorFormatter } from '../../../gateway/formatError.js';
import { PersistedQueries } from '../../../gateway/lanes/PersistedQueries.js';
import { SharedRuns } from '../../../gateway/lanes/SharedRuns.js';
import { ShortLane } from '../../../gateway/lanes/ShortLane.js';
import {
  defaultBounds,
  PreparedOperations,
} from '../../../gateway/operations/PreparedOperations.js';
import { createReadyOperations } from '../../../gateway/operations/ReadyOperation.js';
import { systemClock } from '../../../platform/clock.js';
import { createHttpApp, type HttpApp } from '../../../platform/http/createHttpApp.js';
import { listen, type Listening } from '../../../platform/http/listen.js';
import { InternalIdentity } from '../../../platform/identity.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { secret } from '../support/startShop.js';

const schema = buildSchema('type Query { a(b: Int): Int } type Mutation { a: Int }');

/** Prepared in every lane that is started. */
export const queries = ['query ($b: Int) { a(b: $b) }', 'mutation { a }'] as const;

export interface StartedLane extends Listening {
  /** What the app behind the lane was asked for: the bodies. */
  readonly passedOn: readonly unknown[];
  readonly logged: readonly string[];
  readonly app: HttpApp;
}

/** A short lane in front of an app that only says what it got. All its operations run as `run` does. */
export async function startShortLane(
  run: (request: OperationRequest) => Promise<OperationAnswer>,
  options: { identify?: Identify; share?: boolean } = {},
): Promise<StartedLane> {
  const { identify = () => localCaller, share = true } = options;
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ name: 'test', level: 'info', destination });
  const metrics = createMetrics();
  const operations = new PreparedOperations(
    createReadyOperations(schema, (_document, operation) =>
      Promise.resolve({
        type: operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
        run,
      }),
    ),
    defaultBounds,
  );
  for (const query of queries)
    await operations.prepare(parse(query), query, undefined, localCaller);

  const bodyLimitBytes = 1_000;
  const identity = new InternalIdentity(secret, systemClock);
  const formatError = createGatewayErrorFormatter(logger);
  const sharedRuns = share ? new SharedRuns() : undefined;
  const app = createHttpApp({
    ...{ name: 'gateway', logger, metrics, bodyLimitBytes, readyChecks: [] },
    createFront: (answered) =>
      new ShortLane(
        {
          ...{ operations, identify, identity, bodyLimitBytes, formatError, logger, metrics },
          ...{
            persistedQueries: new PersistedQueries(defaultBounds),
            sharedRuns,
            answers: undefined,
          },
        },
        answered,
      ),
  });
  const passedOn: unknown[] = [];
  app.post('/graphql', ({ body }) => {
    passedOn.push(body);
    return { passedOn: true };
  });
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  return { ...listening, passedOn, logged, app };
}

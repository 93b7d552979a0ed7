import { pino } from 'pino';
import { InternalIdentity, type Caller } from '../../../platform/identity.js';
import { createMetrics } from '../../../platform/metrics.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import { createUsers, type Users, type UsersLimits } from '../../../subgraphs/users/createUsers.js';
import type { EmptyDatabase } from '../../support/engines.js';
import { ManualClock } from '../../support/ManualClock.js';
import { ListedPluvo } from './ListedPluvo.js';
import { openDirectory, type OpenDirectory } from './openDirectory.js';

export interface OpenUsers extends OpenDirectory {
  readonly users: Users;
  readonly clock: ManualClock;
  /** Asks the graph as the gateway would; the data if all went well. */
  ask(query: string, variables?: Record<string, unknown>, caller?: Caller): Promise<Answer>;
  stop(): Promise<void>;
}

/** Loosely typed on purpose: tests compare it as a whole. */
export interface Answer {
  readonly data: unknown;
  /** Of each error. */
  readonly codes: readonly unknown[];
  readonly messages: readonly string[];
}

export async function openUsers(
  empty: EmptyDatabase,
  options: {
    pluvo?: Pick<PluvoClient, 'users'>;
    clock?: ManualClock;
    limits?: Partial<UsersLimits>;
  } = {},
): Promise<OpenUsers> {
  const { pluvo = new ListedPluvo(), clock = new ManualClock() } = options;
  const opened = await openDirectory(empty);
  const { database } = opened;
  const identity = new InternalIdentity('a secret for tests only', clock);
  const users = await createUsers({
    database,
    pluvo,
    identity,
    clock,
    logger: pino({ level: 'silent' }),
    metrics: createMetrics(),
    limits: { defaultPageSize: 50, maxPageSize: 500, syncBudgetMs: 20_000, ...options.limits },
  });
  await users.subgraph.apollo.start();
  const transport = users.subgraph.memoryTransport();
  return {
    ...opened,
    users,
    clock,
    async ask(query, variables, caller = { name: 'tests' }) {
      const { data, errors = [] } = await transport.execute({
        query,
        variables,
        headers: identity.sign(caller),
      });
      return {
        data: data && (JSON.parse(JSON.stringify(data)) as unknown),
        codes: errors.map(({ extensions }) => extensions?.['code']),
        messages: errors.map(({ message }) => message),
      };
    },
    async stop() {
      await users.stop();
      await users.subgraph.apollo.stop();
      await database.stop();
    },
  };
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Closings } from '../../platform/lifecycle.js';
import { defaultTraits } from '../../pluvo/sandbox/options.js';
import { createTestDatabase } from '../../test/support/postgresServer.js';
import { replicaSettings } from '../bounds.js';
import { callers } from '../callers/callers.js';
import { compile } from './compile.js';
import type { FaultyWay } from './FaultyWay.js';
import type { Program } from './Program.js';
import { Workshop } from './Workshop.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const ledgers = ['postgres', 'sqlite'] as const;
export type LedgerName = (typeof ledgers)[number];

/** A certificates process, and the gateway in front of it. */
export interface Replica {
  readonly ledger: LedgerName;
  readonly program: Program;
  readonly gateway: Program;
  readonly gatewayUrl: string;
}

/** Everything that is tormented. Two replicas share a ledger on PostgreSQL; one alone has its own on SQLite. */
export interface Stage {
  readonly replicas: readonly Replica[];
  readonly users: Program;
  readonly redis: Program;
  readonly redisPort: number;
  readonly sandboxUrl: string;
  /** From the replicas to what they need. */
  readonly ways: Readonly<Record<'pluvo' | 'postgres' | 'redis', FaultyWay>>;
}

const identity = { IDENTITY_SECRET: 'a-secret-only-for-torture' };
const client = {
  PLUVO_CLIENT_ID: defaultTraits.clientId,
  PLUVO_CLIENT_SECRET: defaultTraits.clientSecret,
};

/** Starts everything. @param folder inside this repository; it holds the logs of all processes */
export async function openStage(folder: string, seed: string, closings: Closings): Promise<Stage> {
  const dist = join(folder, 'dist');
  closings.add(() => rm(dist, { recursive: true, force: true }));
  await compile(root, dist);
  const workshop = new Workshop(folder, dist, closings);
  const database = await createTestDatabase();
  closings.add(() => database.drop());

  const redis = await workshop.redis();
  const sandbox = await workshop.part('sandbox', 'sandbox', 'SANDBOX_PORT', {
    SANDBOX_USERS: '1500',
    SANDBOX_SEED: seed,
    LOG_LEVEL: 'warn',
  });
  const users = await workshop.part('users', 'users', 'USERS_PORT', {
    ...identity,
    ...client,
    PLUVO_URL: sandbox.url,
    DATABASE_URL: database.url,
  });
  const store = new URL(database.url);
  const ways = {
    pluvo: await workshop.way(sandbox.port),
    postgres: await workshop.way(Number(store.port || '5432')),
    redis: await workshop.way(redis.port),
  };
  store.host = `127.0.0.1:${String(ways.postgres.port)}`;
  const stores = { postgres: store.href, sqlite: `file:${join(folder, 'ledger.sqlite')}` };

  async function replica(name: string, ledger: LedgerName): Promise<Replica> {
    const usersUrl = { USERS_URL: `${users.url}/graphql` };
    const certificates = await workshop.part(name, 'certificates', 'CERTIFICATES_PORT', {
      ...{ ...identity, ...client, ...usersUrl, ...replicaSettings },
      PLUVO_URL: `http://127.0.0.1:${String(ways.pluvo.port)}`,
      REDIS_URL: `redis://127.0.0.1:${String(ways.redis.port)}`,
      CERTIFICATES_DATABASE_URL: stores[ledger],
    });
    const gateway = await workshop.part(`${name}-gateway`, 'gateway', 'PORT', {
      ...{ ...identity, ...usersUrl },
      CERTIFICATES_URL: `${certificates.url}/graphql`,
      CALLERS: JSON.stringify(callers),
      SUBGRAPH_TIMEOUT_MS: '10000',
    });
    return {
      ledger,
      program: certificates.program,
      gateway: gateway.program,
      gatewayUrl: gateway.url,
    };
  }
  const replicas = [
    await replica('postgres-1', 'postgres'),
    await replica('postgres-2', 'postgres'),
    await replica('sqlite', 'sqlite'),
  ];
  await Promise.all([redis, sandbox, users].map(({ program }) => program.start()));
  await Promise.all(replicas.flatMap(({ program, gateway }) => [program.start(), gateway.start()]));
  return {
    replicas,
    users: users.program,
    redis: redis.program,
    redisPort: redis.port,
    sandboxUrl: sandbox.url,
    ways,
  };
}

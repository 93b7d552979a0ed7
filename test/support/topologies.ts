import { describe } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../bench/processes/freePort.js';
import { startEmbedded } from '../../embedded/startEmbedded.js';
import { Closings } from '../../platform/lifecycle.js';
import { Graph } from './Graph.js';
import { PluvoAdmin } from './PluvoAdmin.js';
import { createTestDatabase, postgresServer } from './postgresServer.js';
import { describeWithRedis, startRedis } from './redis.js';
import { describeIf } from './serverSuites.js';
import { startProcess, type StartedProcess } from './startProcess.js';

/** The whole graph, running. */
export interface Topology {
  readonly url: string;
  /** The process that serves the users subgraph. */
  readonly usersUrl: string;
  readonly graph: Graph;
  readonly pluvo: PluvoAdmin;
  stop(): Promise<void>;
}

/** Everything in one process with SQLite, as after `npm start`. */
export async function startInOneProcess(
  changes: Readonly<Record<string, string>> = {},
): Promise<Topology> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
  let screen = '';
  const running = await startEmbedded(
    {
      DATA_FOLDER: folder,
      PORT: '0',
      SANDBOX_PORT: '0',
      SANDBOX_USERS: '2000',
      LOG_LEVEL: 'silent',
      ...changes,
    },
    (text) => (screen = text),
  );
  const sandboxUrl = /Pluvo +(\S+)/.exec(screen)?.[1] ?? '';
  return {
    url: running.url,
    usersUrl: running.url,
    graph: new Graph(running.url),
    pluvo: new PluvoAdmin(sandboxUrl),
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export interface SeparateProcesses extends Topology {
  readonly identitySecret: string;
  /** Environment of a users process, to start another one. */
  readonly usersEnvironment: Readonly<Record<string, string>>;
  /** Environment of a certificates process, to start another replica. */
  readonly certificatesEnvironment: Readonly<Record<string, string>>;
  readonly users: StartedProcess;
  readonly certificates: StartedProcess;
  readonly sandbox: StartedProcess;
  /** Every process that was started here, also those that have ended. */
  readonly started: readonly StartedProcess[];
  /** Starts another process, which is stopped with the others. */
  start(
    this: void,
    part: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<StartedProcess>;
  /** A gateway of its own in front of another replica of the certificates subgraph. */
  startGateway(this: void, certificatesUrl: string): Promise<StartedProcess>;
}

export const callerToken = 'a-token-only-for-tests';
/** Of a caller that asks for no person. */
export const otherCallerToken = 'another-token-for-tests';
const callers = JSON.stringify([
  {
    name: 'hr',
    token: callerToken,
    email: 'ada.lovelace@example.com',
    scopes: ['certificates:admin'],
  },
  { name: 'lms', token: otherCallerToken },
]);

/**
 * Every part as a process of its own, with real PostgreSQL and Redis, as in docker-compose.yml.
 * @param changes variables of the certificates process
 * @param everywhere variables of every process
 */
export async function startSeparately(
  changes: Readonly<Record<string, string>> = {},
  everywhere: Readonly<Record<string, string>> = {},
): Promise<SeparateProcesses> {
  const closings = new Closings();
  try {
    return await startAll(changes, everywhere, closings);
  } catch (error) {
    await closings.run();
    throw error;
  }
}

async function startAll(
  changes: Readonly<Record<string, string>>,
  everywhere: Readonly<Record<string, string>>,
  closings: Closings,
): Promise<SeparateProcesses> {
  const started: StartedProcess[] = [];
  const start = async (part: string, environment: Readonly<Record<string, string>>) => {
    const running = await startProcess(part, environment);
    closings.add(() => running.stop());
    started.push(running);
    return running;
  };
  const database = await createTestDatabase();
  closings.add(() => database.drop());
  const redis = await startRedis();
  closings.add(() => redis.stop());
  const identitySecret = 'a-secret-only-for-tests';
  const sandbox = await start('sandbox', {
    ...everywhere,
    SANDBOX_PORT: '0',
    SANDBOX_USERS: '2000',
  });
  const common = {
    ...everywhere,
    IDENTITY_SECRET: identitySecret,
    DATABASE_URL: database.url,
    PLUVO_URL: sandbox.url,
    PLUVO_CLIENT_ID: 'sandbox',
    PLUVO_CLIENT_SECRET: 'sandbox-pretend-secret',
  };
  const usersEnvironment = { ...common, USERS_PORT: '0' };
  // Tests start these again in their old places.
  const users = await start('users', {
    ...usersEnvironment,
    USERS_PORT: String(await freePort()),
  });
  const certificatesEnvironment = {
    ...common,
    CERTIFICATES_PORT: '0',
    USERS_URL: `${users.url}/graphql`,
    REDIS_URL: redis.url,
    ...changes,
  };
  const certificates = await start('certificates', {
    ...certificatesEnvironment,
    CERTIFICATES_PORT: String(await freePort()),
  });
  const startGateway = (certificatesUrl: string) =>
    start('gateway', {
      ...everywhere,
      PORT: '0',
      IDENTITY_SECRET: identitySecret,
      CALLERS: callers,
      USERS_URL: `${users.url}/graphql`,
      CERTIFICATES_URL: `${certificatesUrl}/graphql`,
      REDIS_URL: redis.url,
    });
  const gateway = await startGateway(certificates.url);
  const graph = new Graph(gateway.url, { authorization: `Bearer ${callerToken}` });
  await graph.ask('mutation { syncUsers { finished } }');
  return {
    url: gateway.url,
    usersUrl: users.url,
    graph,
    pluvo: new PluvoAdmin(sandbox.url),
    identitySecret,
    usersEnvironment,
    certificatesEnvironment,
    users,
    certificates,
    sandbox,
    started,
    start,
    startGateway,
    stop: () => closings.run(),
  };
}

/** A suite that needs PostgreSQL and redis-server; skipped loudly without them. */
export function describeSeparately(name: string, suite: () => void): void {
  const what = 'PostgreSQL (TEST_DATABASE_URL, else 127.0.0.1:5432)';
  describeWithRedis(name, () => {
    describeIf({ available: postgresServer() !== undefined, what }, 'as separate processes', suite);
  });
}

/** One suite for both ways to run. */
export function describeBothTopologies(
  name: string,
  suite: (start: (changes?: Readonly<Record<string, string>>) => Promise<Topology>) => void,
): void {
  describe(`${name}, in one process`, () => {
    suite(startInOneProcess);
  });
  describeSeparately(name, () => {
    suite(startSeparately);
  });
}

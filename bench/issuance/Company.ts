import { createLogger } from '../../platform/log.js';
import type { Closings } from '../../platform/lifecycle.js';
import { createMetrics } from '../../platform/metrics.js';
import { createSandbox, type Sandbox } from '../../pluvo/sandbox/createSandbox.js';
import { defaultTraits } from '../../pluvo/sandbox/options.js';
import { createTestDatabase } from '../../test/support/postgresServer.js';
import type { SplitCores } from '../processes/cores.js';
import { startProgram, type Program } from '../processes/startProgram.js';
import { Client } from './Client.js';

export interface CompanyOptions {
  readonly people: number;
  readonly latencyMs: number;
  readonly callsPerS: number;
  readonly store: 'postgres' | 'sqlite';
  readonly folder: string;
  readonly cores: SplitCores | undefined;
  readonly closings: Closings;
}

const identity = { IDENTITY_SECRET: 'a-secret-only-for-benchmarks' };

/** A company of many people: Pluvo with a rate limit, and everything of ours as separate processes. */
export interface Company {
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  readonly client: Client;
  readonly certificates: Program;
  /** Where the ledger is; undefined for SQLite, which works in the process of the subgraph. */
  readonly databaseUrl: string | undefined;
}

export async function openCompany(options: CompanyOptions): Promise<Company> {
  const { people, latencyMs, callsPerS, store, folder, cores, closings } = options;
  const sandbox = createSandbox({
    users: people,
    latencyMs,
    rateLimitPerS: callsPerS,
    logger: createLogger({ name: 'sandbox', level: 'silent' }),
    metrics: createMetrics(),
  });
  const listening = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  closings.add(() => listening.stop());
  const pluvo = {
    PLUVO_URL: listening.url,
    PLUVO_CLIENT_ID: defaultTraits.clientId,
    PLUVO_CLIENT_SECRET: defaultTraits.clientSecret,
  };
  async function start(
    part: string,
    portSetting: string,
    changes: Readonly<Record<string, string>>,
  ) {
    const environment = { ...identity, ...changes };
    const program = await startProgram(['main.ts', part], portSetting, environment, cores?.all);
    closings.add(() => program.stop());
    return program;
  }
  const database = store === 'postgres' ? await createTestDatabase() : undefined;
  if (database) closings.add(() => database.drop());
  const users = await start('users', 'USERS_PORT', {
    ...pluvo,
    USERS_DATABASE_URL: `file:${folder}/users.sqlite`,
  });
  const certificates = await start('certificates', 'CERTIFICATES_PORT', {
    ...pluvo,
    USERS_URL: `${users.url}/graphql`,
    CERTIFICATES_DATABASE_URL: database?.url ?? `file:${folder}/ledger.sqlite`,
    PLUVO_RATE_PER_S: String(callsPerS),
  });
  const gateway = await start('gateway', 'PORT', {
    USERS_URL: `${users.url}/graphql`,
    CERTIFICATES_URL: `${certificates.url}/graphql`,
  });
  const client = new Client(`${gateway.url}/graphql`);
  return { sandbox, sandboxUrl: listening.url, client, certificates, databaseUrl: database?.url };
}

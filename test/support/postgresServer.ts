import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import pg from 'pg';

export interface TestDatabase {
  /** `postgres://…` of a database that nobody else uses. */
  readonly url: string;
  /** Ends what is still connected to it. */
  drop(): Promise<void>;
}

/** @throws Error if no server answers. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = postgresServer();
  if (server === undefined)
    throw new Error('Expected a PostgreSQL server for tests; none answers.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database ${name} with (force)`) };
}

let probed: { readonly url: string | undefined } | undefined;

/** URL of a server on which databases can be made; undefined if none answers. */
export function postgresServer(): string | undefined {
  probed ??= { url: candidates().find(answers) };
  return probed.url;
}

function candidates(): string[] {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return [given];
  return [userInfo().username, 'postgres'].map(
    (user) => `postgres://${user}@127.0.0.1:5432/postgres`,
  );
}

/** Asks in a process of its own, because suites have to be declared synchronously. */
function answers(url: string): boolean {
  const script = `
    import pg from 'pg';
    const client = new pg.Client({ connectionString: process.argv[1], connectionTimeoutMillis: 3000 });
    await client.connect();
    const { rows } = await client.query('select rolcreatedb or rolsuper as able from pg_roles where rolname = current_user');
    await client.end();
    process.exit(rows[0].able ? 0 : 1);`;
  return (
    spawnSync(process.execPath, ['--input-type=module', '-e', script, url], { timeout: 10_000 })
      .status === 0
  );
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../platform/clock.js';
import { ConfigError } from '../../../platform/config.js';
import type { Listening } from '../../../platform/http/listen.js';
import { InternalIdentity } from '../../../platform/identity.js';
import { startUsers } from '../../../subgraphs/users/main.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { ManualClock } from '../../support/ManualClock.js';
import { describeWithPostgres } from '../../support/postgres.js';
import { startTcpProxy } from '../../support/tcpProxy.js';
import { askUsers, usersSettings } from './askUsers.js';
import { openDirectory } from './openDirectory.js';
import { openUsers } from './openUsers.js';

const save = (name: string) =>
  `mutation { saveUsers(input: { users: [{ email: "${name}@example.org", name: "${name}" }] }) { created } }`;
const count = '{ users { count } }';

describeOnBothEngines('The users process', (empty) => {
  let databaseUrl: string;
  const running: Listening[] = [];
  const start = async (changes: Record<string, string> = {}) => {
    const started = await startUsers({ ...usersSettings, DATABASE_URL: databaseUrl, ...changes });
    running.push(started);
    return started;
  };
  beforeEach(() => {
    databaseUrl = empty().url;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
  });

  test('answers calls that the gateway vouches for, and nobody else', async () => {
    const { url } = await start();
    const forged = new InternalIdentity('another secret', systemClock).sign({ name: 'tests' });
    for (const headers of [{}, forged]) {
      await expect(askUsers(url, '{ me { id } }', headers)).resolves.toMatchObject({
        status: 401,
        body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      });
    }
    await expect(askUsers(url, '{ me { id } }')).resolves.toEqual({
      status: 200,
      body: { data: { me: null } },
    });
  });

  test('is ready and measured once it is started', async () => {
    const { url } = await start();
    const ready = await fetch(`${url}/health/ready`);
    await expect(ready.json()).resolves.toMatchObject({
      status: 'ready',
      checks: { database: 'ok' },
    });
    const metrics = await fetch(`${url}/metrics`);
    await expect(metrics.text()).resolves.toContain('graphql_operations_total');
  });

  test('says PLUVO_UNAVAILABLE when Pluvo cannot be reached', async () => {
    const { url } = await start();
    await expect(askUsers(url, 'mutation { syncUsers { finished } }')).resolves.toMatchObject({
      body: { errors: [{ extensions: { code: 'PLUVO_UNAVAILABLE' } }] },
    });
  });

  test('keeps its people over a restart', async () => {
    const first = await start();
    await askUsers(first.url, save('kept'));
    const before = await askUsers(first.url, '{ user(email: "kept@example.org") { id } }');
    await first.stop();
    const second = await start();
    await expect(
      askUsers(second.url, '{ user(email: "kept@example.org") { id } }'),
    ).resolves.toEqual(before);
  });

  test('prefers a database of its own to the common one', async () => {
    const { url } = await start({
      DATABASE_URL: 'file:/dev/null/nowhere',
      USERS_DATABASE_URL: databaseUrl,
    });
    await expect(askUsers(url, '{ me { id } }')).resolves.toMatchObject({ status: 200 });
  });
});

describeWithPostgres('Several users processes', (databaseUrl) => {
  test('start at the same time on an empty database, and share it', async () => {
    const started = await Promise.all(
      Array.from({ length: 6 }, () =>
        startUsers({ ...usersSettings, DATABASE_URL: databaseUrl() }),
      ),
    );
    try {
      await Promise.all(started.map(({ url }, n) => askUsers(url, save(`person${String(n)}`))));
      const answers = await Promise.all(started.map(({ url }) => askUsers(url, count)));
      for (const answer of answers) expect(answer.body).toEqual({ data: { users: { count: 6 } } });
    } finally {
      await Promise.all(started.map((each) => each.stop()));
    }
  });

  test('say so while PostgreSQL is away, and work again when it is back', async () => {
    const direct = new URL(databaseUrl());
    const proxy = await startTcpProxy(Number(direct.port || 5432));
    direct.hostname = '127.0.0.1';
    direct.port = String(proxy.port);
    const users = await startUsers({ ...usersSettings, DATABASE_URL: direct.href });
    const { url } = users;
    try {
      await proxy.cut();
      await expect(askUsers(url, count)).resolves.toMatchObject({
        body: { errors: [{ extensions: { code: 'STORE_UNAVAILABLE' } }] },
      });
      const ready = await fetch(`${url}/health/ready`);
      expect(ready.status).toBe(503);
      await proxy.mend();
      await expect(askUsers(url, count)).resolves.toMatchObject({ body: { data: {} } });
    } finally {
      await users.stop();
      await proxy.cut();
    }
  });
});

describe('The users process on SQLite that was killed while it read from Pluvo', () => {
  test('does not wait for itself when it is started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-graph-'));
    const file = { url: `file:${join(folder, 'users.db')}`, schema: 'users' };
    const killed = await openDirectory(file);
    const clock = new ManualClock();
    const lease = { owner: 'the killed one', untilMs: clock.nowMs() + 60_000 };
    await killed.store.takeLease(lease, clock.nowMs());
    await killed.database.stop();

    const again = await openUsers(file, { clock });
    await expect(again.users.syncAll()).resolves.toMatchObject({ finished: true });
    await again.stop();
    rmSync(folder, { recursive: true });
  });
});

describe('The users process, misconfigured,', () => {
  test('names every problem at once, and no secret', async () => {
    const wrong = {
      USERS_PORT: 'x',
      IDENTITY_SECRET: 'short',
      USERS_MAX_PAGE_SIZE: '0',
      PLUVO_URL: 'ftp://x',
    };
    const problems = await startUsers(wrong).then(
      () => [],
      (error: unknown) => (error instanceof ConfigError ? error.problems : [String(error)]),
    );
    const named = problems.map((problem) => problem.split(':')[0]).sort();
    expect(named).toEqual([
      'IDENTITY_SECRET',
      'PLUVO_CLIENT_ID',
      'PLUVO_CLIENT_SECRET',
      'PLUVO_URL',
      'USERS_DATABASE_URL',
      'USERS_MAX_PAGE_SIZE',
      'USERS_PORT',
    ]);
    expect(problems.join()).not.toContain('short');
  });

  test('does not start without its database', async () => {
    await expect(
      startUsers({ ...usersSettings, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
    ).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

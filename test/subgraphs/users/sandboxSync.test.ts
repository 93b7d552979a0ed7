import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Listening } from '../../../platform/http/listen.js';
import { createMetrics } from '../../../platform/metrics.js';
import { createSandbox, type Sandbox } from '../../../pluvo/sandbox/createSandbox.js';
import { startUsers } from '../../../subgraphs/users/main.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { askUsers, usersSettings } from './askUsers.js';

const size = 130;
const syncUsers = 'mutation { syncUsers { finished pages created updated linked conflicts } }';

describeOnBothEngines('The users process and Pluvo', (empty) => {
  let sandbox: Sandbox;
  let pluvo: Listening;
  let users: Listening;
  const sync = () => askUsers(users.url, syncUsers);
  const find = (email: string) =>
    askUsers(users.url, `{ user(email: "${email}") { name isActive pluvoId } }`);

  beforeEach(async () => {
    const logger = pino({ level: 'silent' });
    sandbox = createSandbox({ users: size, certificates: 1, logger, metrics: createMetrics() });
    pluvo = await sandbox.listen({ host: '127.0.0.1', port: 0 });
    users = await startUsers({
      ...usersSettings,
      DATABASE_URL: empty().url,
      PLUVO_URL: pluvo.url,
      PLUVO_CLIENT_ID: 'sandbox',
      PLUVO_CLIENT_SECRET: 'sandbox-pretend-secret',
      // No time at all: each call reads one page.
      USERS_SYNC_BUDGET_MS: '0',
    });
  });
  afterEach(async () => {
    await users.stop();
    await pluvo.stop();
  });

  test('read everybody in as many calls as it takes, through an outage half-way', async () => {
    const page = { finished: false, pages: 1, created: 50, updated: 0, linked: 0, conflicts: 0 };
    await expect(sync()).resolves.toMatchObject({ body: { data: { syncUsers: page } } });

    sandbox.faults.arm({ name: 'truncated-body', operation: 'paginatedUsers', count: 100 });
    await expect(sync()).resolves.toMatchObject({
      body: { errors: [{ extensions: { code: 'PLUVO_UNAVAILABLE' } }] },
    });

    sandbox.faults.clear();
    sandbox.requests.reset();
    await expect(sync()).resolves.toMatchObject({ body: { data: { syncUsers: page } } });
    await expect(sync()).resolves.toMatchObject({
      body: { data: { syncUsers: { ...page, finished: true, created: size - 100 } } },
    });
    expect(sandbox.requests.report().operations).toMatchObject({ paginatedUsers: 2 });
    await expect(askUsers(users.url, '{ users { count } }')).resolves.toMatchObject({
      body: { data: { users: { count: size } } },
    });
  });

  test('agree on who a person is after a change of address, and on who is active', async () => {
    await sync();
    const ada = sandbox.organization.people.byEmail('ada.lovelace@example.com');
    if (!ada) throw new Error('Expected Ada to be in every sandbox.');
    await expect(find(ada.email)).resolves.toMatchObject({
      body: { data: { user: { name: ada.name, isActive: true, pluvoId: ada.id } } },
    });
    await sync();
    await sync();
    sandbox.organization.savePerson({ ...ada, email: 'ada.king@example.com', isActive: false });
    await sync();
    await expect(find('ada.king@example.com')).resolves.toMatchObject({
      body: { data: { user: { name: ada.name, isActive: false, pluvoId: ada.id } } },
    });
    await expect(find(ada.email)).resolves.toMatchObject({ body: { data: { user: null } } });
  });
});

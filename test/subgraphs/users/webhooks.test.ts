import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Listening } from '../../../platform/http/listen.js';
import { createMetrics } from '../../../platform/metrics.js';
import { createSandbox, type Sandbox } from '../../../pluvo/sandbox/createSandbox.js';
import type { Person } from '../../../pluvo/sandbox/people/Person.js';
import { signWebhook } from '../../../pluvo/webhooks/signWebhook.js';
import { startUsers } from '../../../subgraphs/users/main.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { eventually } from '../../support/eventually.js';
import { metric } from '../../support/metric.js';
import { askUsers, usersSettings } from './askUsers.js';

const key = 'the key of these tests';

describeOnBothEngines('What Pluvo tells about people', (empty) => {
  let sandbox: Sandbox;
  let pluvo: Listening;
  let users: Listening;
  /** Whom a test is about; each is about somebody else. */
  let person: Person;
  let databaseUrl: string;
  let tests = 0;
  let told = 0;

  const start = () =>
    startUsers({
      ...usersSettings,
      DATABASE_URL: databaseUrl,
      PLUVO_URL: pluvo.url,
      PLUVO_CLIENT_ID: 'sandbox',
      PLUVO_CLIENT_SECRET: 'sandbox-pretend-secret',
      PLUVO_WEBHOOK_KEYS: key,
    });
  beforeAll(async () => {
    const logger = pino({ level: 'silent' });
    sandbox = createSandbox({ users: 40, certificates: 1, logger, metrics: createMetrics() });
    pluvo = await sandbox.listen({ host: '127.0.0.1', port: 0 });
    databaseUrl = empty().url;
    users = await start();
    await askUsers(users.url, 'mutation { syncUsers { finished } }');
  });
  beforeEach(() => {
    // Behind Ada and Grace.
    tests += 1;
    person = sandbox.organization.people.list(false).at(tests + 1);
  });
  afterAll(async () => {
    await users.stop();
    await pluvo.stop();
  });

  const find = async (email: string) => {
    const query = `{ user(email: "${email}") { name isActive pluvoId } }`;
    const { body } = await askUsers(users.url, query);
    return body;
  };
  const processed = (outcome: string) =>
    metric(users.url, 'pluvo_webhooks_processed_total', { inbox: 'users', outcome });
  const isFound = async (email: string, expected: object | null) =>
    JSON.stringify(await find(email)) === JSON.stringify({ data: { user: expected } });
  const expectSoon = (email: string, expected: object | null) =>
    eventually(() => isFound(email, expected));
  /** Sends an event as if it had been sent so many seconds from now, and waits for its outcome. */
  const tell = async (changes: object, secondsFromNow: number, outcome: string) => {
    const before = await processed(outcome);
    told += 1;
    const sentDate = new Date(Date.now() + secondsFromNow * 1_000).toISOString();
    const body = JSON.stringify({ event: 'USER_UPDATED', ...person, sentDate, told, ...changes });
    const headers = { 'content-type': 'application/json', ...signWebhook(body, key, 'salt') };
    const answer = await fetch(`${users.url}/webhooks/pluvo`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    await eventually(async () => (await processed(outcome)) === before + 1);
  };

  test('is in the directory soon: who comes, who changes and who goes', async () => {
    const url = `${users.url}/webhooks/pluvo`;
    const subscription = sandbox.webhooks.subscribe({ url, key });
    const { people } = sandbox.organization;
    const email = 'new.person@example.com';
    const id = people.nextId();
    sandbox.organization.savePerson({ ...person, id, ref: null, email, name: 'New' });
    await expectSoon(email, { name: 'New', isActive: true, pluvoId: id });

    sandbox.organization.savePerson({
      ...person,
      email: `king.${String(tests)}@example.com`,
      isActive: false,
    });
    await expectSoon(`king.${String(tests)}@example.com`, {
      ...{ name: person.name, isActive: false, pluvoId: person.id },
    });
    await expectSoon(person.email, null);

    sandbox.organization.deletePerson({ ...person, id });
    // The person stays, and can be linked again.
    await expectSoon(email, { name: 'New', isActive: true, pluvoId: null });
    sandbox.webhooks.unsubscribe(subscription.id);
  });

  test('never undoes something newer, in whatever order it comes', async () => {
    await tell({ name: 'Third' }, 3, 'applied');
    await tell({ name: 'First' }, 1, 'outdated');
    await tell({ name: 'Second' }, 2, 'outdated');
    await expect(
      isFound(person.email, { name: 'Third', isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);

    await tell({ event: 'USER_DELETED' }, 5, 'applied');
    await tell({ name: 'Fourth', email: `king.${String(tests)}@example.com` }, 4, 'outdated');
    await expect(
      isFound(person.email, { name: 'Third', isActive: true, pluvoId: null }),
    ).resolves.toBe(true);
    await expect(isFound(`king.${String(tests)}@example.com`, null)).resolves.toBe(true);
  });

  test('counts as the later one if two were sent at the same moment', async () => {
    const sentDate = new Date().toISOString();
    await tell({ name: 'First', sentDate }, 0, 'applied');
    await tell({ name: 'Second', sentDate }, 0, 'applied');
    await expect(
      isFound(person.email, { name: 'Second', isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);
  });

  test('does not outdate what comes after it if Pluvo’s clock was hours ahead', async () => {
    await tell({ name: 'From the future' }, 36_000, 'applied');
    await tell({ name: 'From the present' }, 61, 'applied');
    await expect(
      isFound(person.email, { name: 'From the present', isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);
  });

  test('does nothing if the sync has read something newer', async () => {
    sandbox.organization.savePerson({ ...person, name: 'Read by the sync' });
    await askUsers(users.url, 'mutation { syncUsers { finished } }');
    await tell({ name: 'From before' }, -3_600, 'outdated');
    await expect(
      isFound(person.email, { name: 'Read by the sync', isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);
  });

  test('is not undone by a page that the sync asked for before', async () => {
    sandbox.faults.arm({ name: 'slow', operation: 'paginatedUsers', count: 1, delayMs: 300 });
    sandbox.requests.reset();
    const syncing = askUsers(users.url, 'mutation { syncUsers { finished } }');
    await eventually(() => sandbox.requests.report().queries > 0);
    await tell({ name: 'Told meanwhile' }, 0, 'applied');
    await syncing;
    await expect(
      isFound(person.email, { name: 'Told meanwhile', isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);
  });

  test('gives nobody an address that is somebody else’s', async () => {
    const email = 'grace.hopper@example.com';
    await tell({ email, name: 'Not Grace' }, 1, 'conflict');
    await expect(
      isFound(person.email, { name: 'Not Grace', isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);
    await expect(find(email)).resolves.toMatchObject({ data: { user: { name: 'Grace Hopper' } } });
  });

  test('links an account that was made anew to the person who is known', async () => {
    await tell({ event: 'USER_DELETED' }, 1, 'applied');
    const id = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
    await tell({ event: 'USER_CREATED', id }, 2, 'applied');
    await expect(
      isFound(person.email, { name: person.name, isActive: true, pluvoId: id }),
    ).resolves.toBe(true);
  });

  test('is kept and ignored if it is new to us, or says too little', async () => {
    await tell({ event: 'TRAINING_CREATED' }, 1, 'unknown-event');
    await tell({ event: undefined }, 1, 'unknown-event');
    for (const missing of ['id', 'email', 'name', 'isActive', 'sentDate']) {
      await tell({ [missing]: undefined }, 1, 'incomplete');
    }
    await tell({ event: 'USER_DELETED', id: 7 }, 1, 'incomplete');
    await expect(
      isFound(person.email, { name: person.name, isActive: true, pluvoId: person.id }),
    ).resolves.toBe(true);
  });

  test('comes once, however often it is sent, also after a restart', async () => {
    const body = JSON.stringify({
      event: 'USER_UPDATED',
      ...person,
      name: 'Told once',
      sentDate: new Date().toISOString(),
    });
    const post = async () => {
      const headers = { 'content-type': 'application/json', ...signWebhook(body, key, 'salt') };
      return (await fetch(`${users.url}/webhooks/pluvo`, { method: 'POST', headers, body })).json();
    };
    await expect(post()).resolves.toEqual({ status: 'kept' });
    await expectSoon(person.email, { name: 'Told once', isActive: true, pluvoId: person.id });
    await users.stop();
    users = await start();
    await expect(post()).resolves.toEqual({ status: 'known' });
  });
});

import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { wellKnownPeople } from '../../../pluvo/sandbox/people/wellKnownPeople.js';
import { ada, grace, inactivePerson, titlesOf } from './support/documents.js';
import { useSandboxes, type TestSandbox } from './support/sandboxes.js';

const start = useSandboxes();

const personSchema = z.object({
  id: z.string(),
  ref: z.string().nullable(),
  email: z.string(),
  name: z.string(),
  isActive: z.boolean(),
});
const pageSchema = z.object({
  count: z.number(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  edges: z.array(z.object({ cursor: z.string(), node: personSchema })),
});
const query = `query ($first: Int, $after: String, $offset: Int, $archived: Boolean) {
  paginatedUsers(first: $first, after: $after, offset: $offset, archived: $archived) {
    count pageInfo { hasNextPage endCursor } edges { cursor node { id ref email name isActive } }
  }
}`;

async function page({ graphql }: TestSandbox, variables: Record<string, unknown> = {}) {
  const { body } = await graphql(query, variables);
  return z.object({ data: z.object({ paginatedUsers: pageSchema }) }).parse(body).data
    .paginatedUsers;
}
async function everybody(sandbox: TestSandbox, variables: Record<string, unknown> = {}) {
  const people: z.output<typeof personSchema>[] = [];
  let after: string | null = null;
  do {
    const { pageInfo, edges } = await page(sandbox, { ...variables, after });
    people.push(...edges.map(({ node }) => node));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return people;
}

test('there are 5 000 people, each with an id and an address of their own under example.com', async () => {
  const people = await everybody(await start());
  expect(people).toHaveLength(5_000);
  expect(new Set(people.map(({ id }) => id)).size).toBe(5_000);
  expect(new Set(people.map(({ email }) => email)).size).toBe(5_000);
  expect(people.every(({ email }) => email.endsWith('@example.com'))).toBe(true);
  const inactive = people.filter(({ isActive }) => !isActive).length;
  expect(inactive).toBeGreaterThan(50);
  expect(inactive).toBeLessThan(150);
  expect(people.some(({ ref }) => ref === null)).toBe(true);
});

test('Ada has several things in her portfolio, Grace nothing; both are active in every sandbox', async () => {
  const sandbox = await start({ seed: 'another', users: 2 });
  const people = await everybody(sandbox);
  expect(people.map(({ name, email }) => ({ name, email }))).toEqual(wellKnownPeople);
  expect(people.every(({ isActive }) => isActive)).toBe(true);
  expect((await titlesOf(sandbox, ada(sandbox.sandbox).id)).length).toBeGreaterThan(1);
  expect(await titlesOf(sandbox, grace(sandbox.sandbox).id)).toEqual([]);
});

test('archived people can be listed alone, or left out', async () => {
  const sandbox = await start({ users: 500 });
  const active = await everybody(sandbox, { archived: false });
  const archived = await everybody(sandbox, { archived: true });
  expect(active.every(({ isActive }) => isActive)).toBe(true);
  expect(archived.every(({ isActive }) => !isActive)).toBe(true);
  expect(active.length + archived.length).toBe(500);
});

test('an offset is counted from the beginning, or from the cursor', async () => {
  const sandbox = await start();
  const fromStart = await page(sandbox, { first: 3, offset: 10 });
  const { edges } = await page(sandbox, { first: 10 });
  const fromCursor = await page(sandbox, { first: 3, offset: 5, after: edges[4]?.cursor });
  expect(fromCursor.edges).toEqual(fromStart.edges);
  expect((await page(sandbox, { first: 11 })).edges.at(-1)).toEqual(fromStart.edges[0]);
});

test('more than 50 people in one page are refused', async () => {
  const { graphql } = await start();
  const { body } = await graphql(query, { first: 51 });
  expect(body).toMatchObject({
    errors: [
      {
        message:
          'Requesting 51 records on the `paginatedUsers` connection exceeds the `first` limit of 50 records.',
      },
    ],
  });
});

test('somebody is found by their ref, and nobody by one that does not exist', async () => {
  const sandbox = await start();
  const { id, ref } = ada(sandbox.sandbox);
  const byRef =
    'query ($ref: String!) { user(ref: $ref) { id roles { name } language extraFields } }';
  expect((await sandbox.graphql(byRef, { ref })).body).toEqual({
    data: { user: { id, roles: null, language: expect.any(String), extraFields: '{}' } },
  });
  expect((await sandbox.graphql(byRef, { ref: 'E1' })).body).toEqual({ data: { user: null } });
});

describe('updateOrCreateUser', () => {
  const save = `mutation ($ref: String, $email: String, $user: UserInput) {
    updateOrCreateUser(ref: $ref, email: $email, sendInvite: false, user: $user) {
      created user { id ref email name isActive language extraFields }
    }
  }`;

  test('creates somebody, who is last in the list and can be changed by ref or by address', async () => {
    const sandbox = await start({ users: 100 });
    const email = 'New.Person@example.com';
    const created = await sandbox.graphql(save, { ref: 'X1', email, user: { name: 'New Person' } });
    expect(created.body).toMatchObject({
      data: {
        updateOrCreateUser: { created: true, user: { ref: 'X1', email, name: 'New Person' } },
      },
    });
    const { count } = await page(sandbox);
    expect(count).toBe(101);
    expect((await everybody(sandbox)).at(-1)).toMatchObject({ email });

    for (const key of [{ ref: 'X1' }, { email: email.toLowerCase() }]) {
      const changed = await sandbox.graphql(save, { ...key, user: { isActive: false } });
      expect(changed.body).toMatchObject({
        data: {
          updateOrCreateUser: { created: false, user: { name: 'New Person', isActive: false } },
        },
      });
    }
    expect((await page(sandbox)).count).toBe(101);
  });

  test('changes somebody who was there from the beginning', async () => {
    const sandbox = await start();
    const { id, email } = ada(sandbox.sandbox);
    await sandbox.graphql(save, { email, user: { email: 'countess@example.com' } });
    const { people } = sandbox.sandbox.organization;
    expect(people.byEmail('countess@example.com')?.id).toBe(id);
    expect(people.byEmail(email)).toBeUndefined();
    expect((await page(sandbox)).edges[0]?.node).toMatchObject({
      id,
      email: 'countess@example.com',
    });
  });

  test('refuses an address or a ref that somebody else has, and a new person without an address', async () => {
    const sandbox = await start();
    const { email, ref } = ada(sandbox.sandbox);
    const refusals = [
      { email: grace(sandbox.sandbox).email, user: { email } },
      { email: grace(sandbox.sandbox).email, user: { ref } },
      { ref: 'X9', user: { name: 'Nobody' } },
    ];
    for (const variables of refusals) {
      const { body } = await sandbox.graphql(save, variables);
      expect(body).toMatchObject({
        errors: [{ path: ['updateOrCreateUser'] }],
        data: { updateOrCreateUser: null },
      });
    }
  });
});

describe('an administrator', () => {
  test('deactivates somebody, by id, address or ref', async () => {
    const sandbox = await start();
    const { id, email, ref } = ada(sandbox.sandbox);
    for (const user of [id, email, ref]) {
      const { status, body } = await sandbox.admin('POST', 'users', {
        user,
        change: { isActive: false },
      });
      expect({ status, body }).toMatchObject({ status: 200, body: { id, isActive: false } });
    }
    expect(sandbox.sandbox.organization.people.byId(id)?.isActive).toBe(false);
  });

  test('deletes somebody, who is in no list any more', async () => {
    const sandbox = await start({ users: 100 });
    const { id } = ada(sandbox.sandbox);
    await sandbox.admin('POST', 'users', { user: id, delete: true });
    const people = await everybody(sandbox);
    expect(people).toHaveLength(99);
    expect(people[0]?.email).toBe(wellKnownPeople[1].email);
    expect(await titlesOf(sandbox, id)).toEqual([]);
  });

  test('is told what was wrong', async () => {
    const sandbox = await start();
    const { email } = inactivePerson(sandbox.sandbox);
    const answers = [
      await sandbox.admin('POST', 'users', { user: 'nobody' }),
      await sandbox.admin('POST', 'users', { user: email, change: { age: 3 } }),
      await sandbox.admin('POST', 'users', {
        user: email,
        change: { email: wellKnownPeople[0].email },
      }),
    ];
    expect(answers).toMatchObject([
      { status: 404, body: { errors: [{ extensions: { code: 'SANDBOX_NOT_FOUND' } }] } },
      { status: 400, body: { errors: [{ extensions: { code: 'INVALID_ADMIN_REQUEST' } }] } },
      { status: 400, body: { errors: [{ extensions: { code: 'INVALID_ADMIN_REQUEST' } }] } },
    ]);
  });
});

test('a million people are there at once, without taking memory for each', async () => {
  const before = process.memoryUsage().heapUsed;
  const sandbox = await start({ users: 1_000_000 });
  const { people } = sandbox.sandbox.organization;
  const last = people.list(undefined).at(999_999);
  expect(people.byId(last.id)).toEqual(last);
  expect(people.byEmail(last.email)).toEqual(last);
  const { edges } = await page(sandbox, { first: 1, offset: 999_999 });
  expect(edges[0]?.node.id).toBe(last.id);
  // As objects, a million people would take several times as much.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
});

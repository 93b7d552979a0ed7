import { expect, test } from '@jest/globals';
import { useSandboxes } from './support/sandboxes.js';

const start = useSandboxes();
const titles = '{ certificates(first: 1) { edges { node { title } } } }';
const names = '{ certificates(first: 1) { edges { node { name } } } }';
const fieldNames = '{ __type(name: "Certificate") { fields { name } } }';

test('a field that the schema is told to lose is unknown to introspection and to documents, until it is back', async () => {
  const { admin, graphql } = await start();
  await expect(graphql(titles)).resolves.toMatchObject({ status: 200 });
  await expect(admin('POST', 'schema', { without: ['Certificate.title'] })).resolves.toMatchObject({
    status: 201,
    body: { without: ['Certificate.title'] },
  });
  await expect(admin('GET', 'schema')).resolves.toMatchObject({
    body: { without: ['Certificate.title'] },
  });

  const refused = await graphql(titles);
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringMatching(/^Cannot query field "title"/) }] },
  });
  expect(refused.body).not.toHaveProperty('data');
  await expect(graphql(names)).resolves.toMatchObject({ status: 200 });
  await expect(graphql(fieldNames)).resolves.toMatchObject({
    body: { data: { __type: { fields: [{ name: 'id' }, { name: 'name' }] } } },
  });

  await expect(admin('DELETE', 'schema')).resolves.toMatchObject({ status: 204 });
  await expect(graphql(titles)).resolves.toMatchObject({ status: 200 });
});

test('an argument can be lost, and what was lost before is there again', async () => {
  const { admin, graphql } = await start();
  await admin('POST', 'schema', { without: ['Certificate.name'] });
  await admin('POST', 'schema', { without: ['Query.certificates(first:)'] });
  await expect(graphql(names)).resolves.toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringMatching(/^Unknown argument "first"/) }] },
  });
  await expect(graphql(names.replace('(first: 1)', ''))).resolves.toMatchObject({ status: 200 });
});

test.each([
  [['Certificate.colour'], 'no Certificate.colour'],
  [['Query.certificates(colour:)'], 'no Query.certificates(colour:)'],
  [['Mutation.generateCertificate', 'Mutation.updateOrCreateUser'], 'Mutation must define'],
])('%j cannot be lost, and nothing is', async (without, problem) => {
  const { admin, graphql } = await start();
  await expect(admin('POST', 'schema', { without })).resolves.toMatchObject({
    status: 400,
    body: {
      errors: [
        {
          message: expect.stringContaining(problem),
          extensions: { code: 'INVALID_ADMIN_REQUEST' },
        },
      ],
    },
  });
  await expect(graphql(titles)).resolves.toMatchObject({ status: 200 });
});

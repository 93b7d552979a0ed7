import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '../../support/ManualClock.js';
import { tokenIn, useSandboxes } from './support/sandboxes.js';

const start = useSandboxes();

test('a client that proves itself gets a token for a day, with the scopes it asked for', async () => {
  const { token } = await start();
  const answer = await token({ scope: 'trainings.read users.read' });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 86_400,
    scope: 'users.read trainings.read',
  });
});

test('without a scope, everything the client is allowed is granted', async () => {
  const { token } = await start({ allowedScopes: ['users.read', 'trainings.read'] });
  expect((await token()).body).toMatchObject({ scope: 'users.read trainings.read' });
});

describe('errors have the shape of OAuth', () => {
  test.each([
    ['another secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['another client', { client_id: 'somebody' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a scope that does not exist', { scope: 'users.read moon.read' }, 400, 'invalid_scope'],
    ['a scope that is not allowed', { scope: 'groups.read' }, 400, 'invalid_scope'],
  ])('for %s', async (_what, form, status, error) => {
    const { token } = await start({ allowedScopes: ['users.read'] });
    expect(await token(form)).toMatchObject({ status, body: { error } });
  });

  test('for a body of JSON', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/oauth/token/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials' }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'invalid_request' });
  });
});

test('a token is refused once its time is over', async () => {
  const clock = new ManualClock();
  const { graphql } = await start({ clock, tokenTtlS: 60 });
  expect((await graphql('{ certificates { count } }')).status).toBe(200);
  clock.advance(60_000);
  expect((await graphql('{ certificates { count } }')).status).toBe(401);
});

test('a request without a token, or with an unknown one, is refused with 401', async () => {
  const { url, graphql } = await start();
  const bare = await fetch(`${url}/graphql/`, { method: 'POST', body: '{"query":"{a}"}' });
  expect(bare.status).toBe(401);
  expect((await graphql('{ certificates { count } }', {}, { token: 'made-up' })).status).toBe(401);
});

describe('a token is good only for what its scopes say', () => {
  const issuing = `mutation { generateCertificate(id: "${'0'.repeat(32)}", userIds: []) { bulkGenerate { failedIds } } }`;
  test.each([
    ['reading certificates', '{ certificates { count } }', 'trainings.read'],
    ['reading portfolios', '{ portfolioItems { id } }', 'trainings.read'],
    ['issuing', issuing, 'trainings.write'],
    ['reading people', '{ paginatedUsers { count } }', 'users.read'],
    ['changing people', 'mutation { updateOrCreateUser { created } }', 'users.write'],
  ])('%s', async (_what, query, scope) => {
    const { graphql, token } = await start();
    const good = tokenIn(await token({ scope }));
    const other = tokenIn(await token({ scope: 'groups.read' }));
    expect((await graphql(query, {}, { token: good })).status).toBe(200);
    expect((await graphql(query, {}, { token: other })).status).toBe(403);
  });
});

test('which scope certificates need can be chosen', async () => {
  const { graphql, token } = await start({ certificatesReadScope: 'events.read' });
  const chosen = tokenIn(await token({ scope: 'events.read' }));
  expect((await graphql('{ certificates { count } }', {}, { token: chosen })).status).toBe(200);
});

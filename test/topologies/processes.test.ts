import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../platform/clock.js';
import { identityHeader, InternalIdentity } from '../../platform/identity.js';
import { parseJson } from '../../platform/parseJson.js';
import { failedStart, refusedVariables } from '../support/failedStart.js';
import { Graph } from '../support/Graph.js';
import { ManualClock } from '../support/ManualClock.js';
import { metric } from '../support/metric.js';
import {
  callerToken,
  describeSeparately,
  otherCallerToken,
  startSeparately,
  type SeparateProcesses,
} from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from './operations.js';

const me = '{ me { name } }';
const ready = async (url: string) => {
  const response = await fetch(`${url}/health/ready`);
  return { status: response.status, body: await response.json() };
};
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error('Expected it to become true in time.');
    await delay(20);
  }
}

async function query(databaseUrl: string | undefined, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

describeSeparately('The processes', () => {
  let processes: SeparateProcesses;
  let hr: Graph;
  let lms: Graph;
  let certificateId = '';
  let people: string[];

  beforeAll(async () => {
    processes = await startSeparately({}, { LOG_LEVEL: 'trace' });
    hr = processes.graph;
    lms = new Graph(processes.url, { authorization: `Bearer ${otherCallerToken}` });
    const { certificates: first } = await hr.data(pageShape, page, { first: 50 });
    certificateId = first.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(hr)).flatMap(({ email, isActive }) => (isActive ? email : []));
  }, 60_000);
  afterAll(() => processes.stop());

  /** Another process in the place of one that was stopped, reached at the same address. */
  const restart = (part: 'users' | 'certificates') => {
    const { users, certificates, usersEnvironment, certificatesEnvironment } = processes;
    return part === 'users'
      ? processes.start(part, { ...usersEnvironment, USERS_PORT: new URL(users.url).port })
      : processes.start(part, {
          ...certificatesEnvironment,
          CERTIFICATES_PORT: new URL(certificates.url).port,
        });
  };
  const input = (changes: object = {}) => ({
    requestId: randomUUID(),
    certificateId,
    title: `Certificate ${randomUUID()}`,
    emails: people.splice(0, 1),
    ...changes,
  });
  const issued = async (graph: Graph, given: object) =>
    (await graph.data(issueShape, issue, { input: given })).issueCertificate;

  test('one trace id leads through the logs of all of them, and is in the answer', async () => {
    const traceId = randomBytes(16).toString('hex');
    const answer = await fetch(`${processes.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${callerToken}`,
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ query: issue, variables: { input: input() } }),
    });
    expect(answer.headers.get('x-trace-id')).toBe(traceId);
    await expect(answer.json()).resolves.not.toHaveProperty('errors');
    const [, ...ours] = processes.started;
    expect(ours).toHaveLength(3);
    for (const { output } of ours) {
      await until(() => output().includes(`"traceId":"${traceId}"`));
    }
  });

  test('the caller is the one of the token, as far as the subgraphs', async () => {
    await expect(hr.ask(me)).resolves.toMatchObject({ data: { me: { name: 'Ada Lovelace' } } });
    await expect(lms.ask(me)).resolves.toMatchObject({ data: { me: null } });
  });

  test('each caller has request IDs of its own', async () => {
    const requestId = randomUUID();
    const [ofHr, ofLms] = [input({ requestId }), input({ requestId })];
    await expect(issued(hr, ofHr)).resolves.toMatchObject({ replayed: false });
    const look = `query ($requestId: ID!) { issuance(requestId: $requestId) { title } }`;
    await expect(lms.ask(look, { requestId })).resolves.toMatchObject({ data: { issuance: null } });
    await expect(issued(lms, ofLms)).resolves.toMatchObject({
      replayed: false,
      issuance: { status: 'SUCCEEDED' },
    });
    for (const [graph, { title }] of [
      [hr, ofHr],
      [lms, ofLms],
    ] as const) {
      await expect(graph.ask(look, { requestId })).resolves.toMatchObject({
        data: { issuance: { title } },
      });
      await expect(processes.pluvo.effects(title)).resolves.toHaveLength(1);
    }
  });

  test('subgraphs answer nobody but the gateway', async () => {
    const secret = processes.identitySecret;
    const caller = { name: 'hr', email: 'ada.lovelace@example.com' };
    const forged = new InternalIdentity('a-secret-of-somebody-else', systemClock).sign(caller);
    const old = new InternalIdentity(secret, new ManualClock('2020-01-01T00:00:00Z')).sign(caller);
    const token = { authorization: `Bearer ${callerToken}` };
    for (const { url } of [processes.users, processes.certificates]) {
      for (const headers of [{}, token, forged, old, { [identityHeader]: 'hr' }]) {
        await expect(new Graph(url, headers).ask('{ __typename }')).resolves.toMatchObject({
          status: 401,
          errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
        });
      }
      const vouched = new InternalIdentity(secret, systemClock).sign(caller);
      await expect(new Graph(url, vouched).ask('{ __typename }')).resolves.toMatchObject({
        status: 200,
        data: { __typename: 'Query' },
      });
    }
  });

  test('each is alive, ready and measured', async () => {
    expect(processes.started).toHaveLength(4);
    for (const { url } of processes.started) {
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      await expect(ready(url)).resolves.toMatchObject({ status: 200, body: { status: 'ready' } });
      const metrics = await fetch(`${url}/metrics`);
      expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=/);
      await expect(metric(url, 'process_cpu_seconds_total')).resolves.toBeGreaterThan(0);
      await expect(
        metric(url, 'graphql_operations_total', { type: 'query', outcome: 'ok' }),
      ).resolves.toBeGreaterThan(0);
      await expect(
        metric(url, 'http_request_duration_seconds_count', { method: 'POST', status: '200' }),
      ).resolves.toBeGreaterThan(0);
    }
  });

  test('the gateway is not ready while a subgraph is down, serves the rest, and is ready when it is back', async () => {
    await expect(processes.users.stop()).resolves.toBe(0);
    await expect(ready(processes.url)).resolves.toMatchObject({
      status: 503,
      body: { status: 'not ready', checks: { users: 'failed', certificates: 'ok' } },
    });
    expect((await fetch(`${processes.url}/health/live`)).status).toBe(200);
    await expect(hr.ask('{ certificates(first: 1) { count } me { name } }')).resolves.toMatchObject(
      {
        data: { certificates: { count: 240 }, me: null },
        errors: [{ path: ['me'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'users' } }],
      },
    );
    await restart('users');
    await expect(ready(processes.url)).resolves.toMatchObject({ status: 200 });
    await expect(hr.ask(me)).resolves.toMatchObject({ data: { me: { name: 'Ada Lovelace' } } });
  });

  test('SIGTERM awaits the call in flight, writes down its result and answers the caller; the next start replays it', async () => {
    const { pluvo, certificates } = processes;
    const given = input();
    await pluvo.resetRequests();
    await pluvo.arm({ name: 'slow', operation: 'generateCertificate', delayMs: 1_500 });
    const first = issued(hr, given);
    await until(async () => (await pluvo.requests()).mutations === 1);
    await expect(certificates.stop()).resolves.toBe(0);
    const { replayed, issuance } = await first;
    expect({ replayed, status: issuance.status }).toEqual({ replayed: false, status: 'SUCCEEDED' });

    await restart('certificates');
    await expect(issued(hr, given)).resolves.toEqual({ replayed: true, issuance });
    await expect(pluvo.effects(given.title)).resolves.toHaveLength(1);
    expect((await pluvo.requests()).mutations).toBe(1);
  });

  test('nothing they write holds an address, a token or a secret, whatever goes wrong', async () => {
    const { pluvo, url } = processes;
    const stranger = new Graph(url, { authorization: 'Bearer a-token-of-nobody' });
    await expect(stranger.ask(me)).resolves.toMatchObject({ status: 401 });
    await hr.post('{"query": "ada.lovelace@example.com');
    await hr.ask('{ user(email: "ada.lovelace@example.com", password: "x") { name } }');
    await hr.ask(issue, { input: { emails: 'ada.lovelace@example.com' } });
    await hr.ask(issue, { input: input({ emails: ['ada.lovelace@example@com'] }) });
    await hr.ask(issue, { input: input({ emails: ['nobody@example.org'] }) });
    await pluvo.arm({ name: 'data-null-with-errors', operation: 'generateCertificate' });
    await expect(issued(hr, input({ waitMs: 500 }))).resolves.toMatchObject({
      issuance: { status: 'RUNNING' },
    });
    await pluvo.arm({ name: 'expired-token', operation: 'generateCertificate' });
    await expect(issued(hr, input())).resolves.toMatchObject({ issuance: { status: 'SUCCEEDED' } });
    await pluvo.arm({ name: 'reset', operation: 'portfolioItems', probability: 1 });
    const portfolio =
      'query ($email: EmailAddress!) { user(email: $email) { portfolioItems { count } } }';
    const [email] = people.splice(0, 1);
    await expect(hr.ask(portfolio, { email })).resolves.toMatchObject({
      errors: [{ extensions: { code: 'PLUVO_UNAVAILABLE' } }],
    });
    await pluvo.clearFaults();
    // PostgreSQL repeats the whole row in what it says of a constraint.
    await query(
      processes.usersEnvironment['DATABASE_URL'],
      `alter table users.people add check (name <> 'Bearer of-a-token')`,
    );
    const save = 'mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { created } }';
    const refused = { email: 'refused@example.org', name: 'Bearer of-a-token' };
    await expect(hr.ask(save, { input: { users: [refused] } })).resolves.toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    await processes.sandbox.kill();
    await hr.ask('mutation { syncUsers { finished } }');
    await hr.ask(issue, { input: input({ waitMs: 500 }) });
    await processes.stop();

    const written = processes.started.map(({ output }) => output()).join('');
    expect(written).toContain('[email]');
    expect(written).toContain('Bearer [token]');
    for (const { output } of processes.started) {
      const lines = output().trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(5);
      for (const line of lines) expect(parseJson(line)).toMatchObject({ msg: expect.any(String) });
      for (const secret of [
        ...[/@example/i, /lovelace/i, /Bearer (?!\[token\])/i, new RegExp(identityHeader)],
        ...[callerToken, otherCallerToken, 'a-token-of-nobody', 'of-a-token'],
        ...[processes.identitySecret, 'sandbox-pretend-secret'],
      ]) {
        expect(output()).not.toMatch(secret);
      }
    }
  });

  test('each refuses to start without what it needs, and tells all of it at once', async () => {
    const common = { LOG_LEVEL: 'loud', BODY_LIMIT_BYTES: 'much', PLUVO_URL: 'acme.pluvo.com' };
    const pluvo = ['PLUVO_URL', 'PLUVO_CLIENT_ID', 'PLUVO_CLIENT_SECRET'];
    const platform = ['LOG_LEVEL', 'BODY_LIMIT_BYTES'];
    const expected = {
      gateway: [...platform, 'IDENTITY_SECRET', 'CALLERS', 'PORT', 'REDIS_URL'],
      users: [
        ...platform,
        ...pluvo,
        'IDENTITY_SECRET',
        'REDIS_URL',
        'USERS_DATABASE_URL',
        'USERS_PORT',
      ],
      certificates: [
        ...[...platform, ...pluvo, 'IDENTITY_SECRET', 'CERTIFICATES_DATABASE_URL'],
        ...['CERTIFICATES_PORT', 'ISSUE_LEASE_MS', 'REDIS_URL'],
      ],
      sandbox: [...platform, 'SANDBOX_PORT', 'SANDBOX_USERS'],
    };
    const ports = { PORT: '-1', USERS_PORT: 'x', CERTIFICATES_PORT: '1.5', SANDBOX_PORT: '65536' };
    const own = { CALLERS: '[]', REDIS_URL: 'redis', ISSUE_LEASE_MS: '5 s', SANDBOX_USERS: '0' };
    const failed = await Promise.all(
      Object.keys(expected).map((part) => failedStart(part, { ...common, ...ports, ...own })),
    );
    expect(failed.map(refusedVariables)).toEqual(
      Object.values(expected).map((variables) => variables.sort()),
    );
  });
});

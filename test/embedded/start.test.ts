import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { parseJson } from '../../platform/parseJson.js';
import { failedStart, refusedVariables } from '../support/failedStart.js';
import { Graph } from '../support/Graph.js';
import { PluvoAdmin } from '../support/PluvoAdmin.js';
import { issue, issueShape } from '../topologies/operations.js';
import {
  listeningAddresses,
  loopbackAddresses,
  tellsSockets,
} from './support/listeningAddresses.js';
import { npmStart, type Started } from './support/npmStart.js';

const grace = 'grace.hopper@example.com';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('npm start', () => {
  let started: Started;
  let graph: Graph;
  let pluvo: PluvoAdmin;
  const start = async () => {
    started = await npmStart({ DATA_FOLDER: join(folder, 'data') });
    graph = new Graph(started.url);
    pluvo = new PluvoAdmin(started.pluvoUrl);
  };
  beforeAll(start, 40_000);
  afterAll(() => started.interrupt());

  const pasted = () => started.screen.split('\n').filter((line) => line.startsWith('curl '));
  const paste = async (line: string | undefined): Promise<unknown> => {
    const { stdout } = await promisify(execFile)('bash', ['-c', line ?? '']);
    return parseJson(stdout);
  };

  test('shows one screen: what runs where, what is pretend, and how to use the real Pluvo', () => {
    const { screen, url, pluvoUrl } = started;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(pluvoUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    for (const part of [
      ...['users and certificates, in memory', join(folder, 'data'), 'SQLite', 'memory'],
      ...['PRETEND', 'no e-mail is sent', 'PLUVO_URL', 'PLUVO_CLIENT_ID', 'PLUVO_CLIENT_SECRET'],
      ...['/health/ready', '/metrics', 'docs/configuration.md', 'Ctrl-C'],
    ]) {
      expect(screen).toContain(part);
    }
    expect(screen.split('\n').length).toBeLessThanOrEqual(32);
    expect(started.logs()).toBe('');
  });

  test('shows three requests that work when pasted', async () => {
    const [certificates, issuing, person, ...more] = pasted();
    expect(more).toEqual([]);
    await expect(paste(certificates)).resolves.toMatchObject({
      data: { certificates: { count: 240, edges: { length: 5 } } },
    });
    const { data } = z.object({ data: issueScreenShape }).parse(await paste(issuing));
    expect(data.issueCertificate).toMatchObject({
      replayed: false,
      issuance: { status: 'SUCCEEDED', counts: { total: 2, issued: 2 } },
    });
    await expect(paste(person)).resolves.toMatchObject({
      data: {
        user: {
          name: 'Grace Hopper',
          portfolioItems: {
            count: 1,
            edges: [
              {
                node: {
                  title: data.issueCertificate.issuance.title,
                  issuance: { requestId: expect.any(String) },
                },
              },
            ],
          },
        },
      },
    });
    const again = z.object({ data: issueScreenShape }).parse(await paste(issuing));
    expect(again.data.issueCertificate).toEqual({ ...data.issueCertificate, replayed: true });
  });

  test('is ready, and measured', async () => {
    const ready = await fetch(`${started.url}/health/ready`);
    await expect(ready.json()).resolves.toMatchObject({
      status: 'ready',
      checks: { users: 'ok', certificates: 'ok' },
    });
    const metrics = await fetch(`${started.url}/metrics`);
    await expect(metrics.text()).resolves.toContain('graphql_operations_total');
  });

  (tellsSockets ? test : test.skip)('is reached from this machine only', () => {
    const addresses = listeningAddresses(started.pid);
    expect(addresses).toHaveLength(2);
    expect(addresses.filter((address) => !loopbackAddresses.includes(address))).toEqual([]);
  });

  test('stops cleanly on Ctrl-C: the request under way is answered; a second start keeps what was issued', async () => {
    const certificateId = /"certificateId":"([^"]+)"/.exec(started.screen)?.[1];
    const title = `Kept ${randomUUID()}`;
    const input = { requestId: randomUUID(), certificateId, title, emails: [grace] };
    const issued = () => graph.data(issueShape, issue, { input });
    await pluvo.resetRequests();
    await pluvo.arm({ name: 'slow', operation: 'generateCertificate', delayMs: 1_000 });
    const first = issued();
    while ((await pluvo.requests()).mutations === 0);
    await expect(started.interrupt()).resolves.toBe(0);
    const { issueCertificate } = await first;
    expect(issueCertificate).toMatchObject({ replayed: false, issuance: { status: 'SUCCEEDED' } });
    expect(started.logs()).toBe('');

    await start();
    await expect(issued()).resolves.toEqual({
      issueCertificate: { ...issueCertificate, replayed: true },
    });
    await expect(pluvo.effects(title)).resolves.toHaveLength(1);
    await expect(
      graph.ask(
        'query ($email: EmailAddress!) { user(email: $email) { portfolioItems { edges { node { title issuance { requestId } } } } } }',
        {
          email: grace,
        },
      ),
    ).resolves.toMatchObject({
      data: {
        user: {
          portfolioItems: {
            edges: expect.arrayContaining([
              { node: { title, issuance: { requestId: input.requestId } } },
            ]),
          },
        },
      },
    });
    await expect(started.interrupt()).resolves.toBe(0);
  });
});

const issueScreenShape = z.object({
  issueCertificate: z.object({
    replayed: z.boolean(),
    issuance: z.looseObject({ status: z.string(), title: z.string() }),
  }),
});

describe('npm start explains why it cannot start:', () => {
  const wrong = {
    PORT: 'http',
    LOG_LEVEL: 'loud',
    ISSUE_CHUNK_SIZE: '0',
    USERS_MAX_PAGE_SIZE: 'all',
    DATABASE_URL: 'mysql://somebody:a-password@localhost/people',
  };

  test('every wrong setting at once, those of the sandbox too', async () => {
    const sandbox = { SANDBOX_PORT: '70000', SANDBOX_USERS: '1' };
    const failed = await failedStart('embedded', { ...wrong, ...sandbox });
    expect(refusedVariables(failed)).toEqual(
      [...Object.keys(wrong), ...Object.keys(sandbox)].sort(),
    );
    expect(failed.stderr).not.toContain('a-password');
  });

  test('every wrong setting at once, and what lacks to reach a real Pluvo', async () => {
    const failed = await failedStart('embedded', { ...wrong, PLUVO_URL: 'acme.pluvo.com' });
    expect(refusedVariables(failed)).toEqual(
      [...Object.keys(wrong), 'PLUVO_URL', 'PLUVO_CLIENT_ID', 'PLUVO_CLIENT_SECRET'].sort(),
    );
  });

  test.each(['PORT', 'SANDBOX_PORT'])('a taken %s, in one line', async (variable) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    // A server that listens on TCP has an address of this form (Node documents the union for pipes).
    const port = String((other.address() as AddressInfo).port);
    const { code, stdout, stderr } = await failedStart('embedded', {
      DATA_FOLDER: join(folder, variable),
      PORT: '0',
      SANDBOX_PORT: '0',
      SANDBOX_USERS: '10',
      [variable]: port,
    });
    other.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd()).toMatch(
      new RegExp(`^Cannot start: .*${port}.*docs/configuration.md$`),
    );
  });
});

test('npm start with a Pluvo that is away says so when asked, and serves what it can', async () => {
  const started = await npmStart({
    DATA_FOLDER: join(folder, 'away'),
    PLUVO_URL: 'http://127.0.0.1:1',
    PLUVO_CLIENT_ID: 'somebody',
    PLUVO_CLIENT_SECRET: 'a-secret-of-somebody',
    PLUVO_READ_TIMEOUT_MS: '1000',
  });
  const { url, screen } = started;
  expect(screen).toContain('REAL');
  const ready = await fetch(`${url}/health/ready`);
  expect(ready.status).toBe(503);
  await expect(ready.json()).resolves.toMatchObject({
    status: 'not ready',
    checks: { users: 'ok', certificates: 'failed' },
  });
  const graph = new Graph(url);
  const save = 'mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { created } }';
  const answer = await graph.ask(save, { input: { users: [{ email: grace, name: 'Grace' }] } });
  expect(answer).toMatchObject({ data: { saveUsers: { created: 1 } } });
  await expect(graph.ask('{ certificates(first: 1) { count } }')).resolves.toMatchObject({
    data: { certificates: null },
    errors: [{ extensions: { code: 'PLUVO_UNAVAILABLE' } }],
  });
  await expect(started.interrupt()).resolves.toBe(0);
  expect(started.logs()).toContain('syncUsers');
  expect(started.logs()).not.toContain('a-secret-of-somebody');
}, 40_000);

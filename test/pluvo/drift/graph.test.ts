import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { startEmbedded } from '../../../embedded/startEmbedded.js';
import { Closings } from '../../../platform/lifecycle.js';
import { startCertificates } from '../../../subgraphs/certificates/main.js';
import { startUsers } from '../../../subgraphs/users/main.js';
import { askUsers, usersSettings } from '../../subgraphs/users/askUsers.js';
import { eventually } from '../../support/eventually.js';
import { Graph } from '../../support/Graph.js';
import { metric } from '../../support/metric.js';
import { PluvoAdmin } from '../../support/PluvoAdmin.js';
import { startPluvo } from '../support/startPluvo.js';

const readyShape = z.object({
  status: z.string(),
  details: z.object({
    pluvoSchema: z.object({
      state: z.string(),
      losses: z.array(z.object({ operation: z.string(), coordinate: z.string() })).default([]),
    }),
  }),
});

/** What the watch of a process shows, which is ready all the time. */
async function shownBy(url: string) {
  const response = await fetch(`${url}/health/ready`);
  return readyShape.parse(await response.json());
}

/** Waits until the watch of a process has seen that exactly this is lost. */
async function seen(url: string, coordinates: readonly string[]): Promise<void> {
  const wanted = [...coordinates].sort().join();
  const deadlineMs = performance.now() + 10_000;
  for (;;) {
    const { losses, state } = (await shownBy(url)).details.pluvoSchema;
    const found = [...new Set(losses.map(({ coordinate }) => coordinate))].sort().join();
    if (state !== 'not checked' && found === wanted) return;
    if (performance.now() > deadlineMs) throw new Error(`Expected ${wanted}, got ${found}.`);
    await delay(20);
  }
}

/** Looks often, and caches nothing, so that a test need not wait. */
const often = {
  PLUVO_SCHEMA_CHECK_MS: '25',
  PAGE_TTL_MS: '0',
  PORTFOLIO_TTL_MS: '0',
  LOG_LEVEL: 'silent',
};

describe('The graph, when Pluvo loses', () => {
  let url: string;
  let graph: Graph;
  let pluvo: PluvoAdmin;
  const closings = new Closings();
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    closings.add(() => rm(folder, { recursive: true }));
    const ports = { PORT: '0', SANDBOX_PORT: '0', SANDBOX_USERS: '60' };
    let screen = '';
    const running = await startEmbedded({ DATA_FOLDER: folder, ...ports, ...often }, (text) => {
      screen = text;
    });
    closings.add(() => running.stop());
    url = running.url;
    graph = new Graph(url);
    pluvo = new PluvoAdmin(/Pluvo +(\S+)/.exec(screen)?.[1] ?? '');
  }, 60_000);
  afterAll(() => closings.run());
  afterEach(() => lose());

  async function lose(...coordinates: string[]): Promise<void> {
    await pluvo.loseFields(...coordinates);
    await seen(url, coordinates);
  }
  const lost = (path: readonly unknown[], ...coordinates: string[]) => ({
    path,
    extensions: { code: 'PLUVO_FIELD_LOST', lost: coordinates },
  });
  const page = '{ certificates(first: 2) { count edges { node { id name title } } } }';
  const given = expect.any(String);
  const firstId = async () =>
    (
      await graph.data(
        z.object({
          certificates: z.object({
            edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
          }),
        }),
        '{ certificates(first: 1) { edges { node { id } } } }',
      )
    ).certificates.edges[0]?.node.id;
  const issue = async (input: object) =>
    graph.ask(
      `mutation ($input: IssueCertificateInput!) {
        issueCertificate(input: $input) { issuance { status } } }`,
      {
        input: {
          requestId: randomUUID(),
          certificateId: await firstId(),
          emails: ['grace.hopper@example.com'],
          ...input,
        },
      },
    );

  test('a title, an error stands in place of each title, and the rest of the page is there', async () => {
    await lose('Certificate.title');
    const { data, errors } = await graph.ask(page);
    expect(data).toEqual({
      certificates: {
        count: 240,
        edges: [
          { node: { id: given, name: given, title: null } },
          { node: { id: given, name: given, title: null } },
        ],
      },
    });
    const at = (index: number) => ['certificates', 'edges', index, 'node', 'title'];
    expect(errors).toMatchObject([
      lost(at(0), 'Certificate.title'),
      lost(at(1), 'Certificate.title'),
    ]);
  });

  test('a title, who does not ask for it sees no error', async () => {
    await lose('Certificate.title');
    const { errors } = await graph.ask('{ certificates(first: 2) { edges { node { name } } } }');
    expect(errors).toBeUndefined();
  });

  test('something, it stays ready, says what is lost, and counts it until it is back', async () => {
    await lose('Certificate.title');
    await expect(shownBy(url)).resolves.toMatchObject({
      status: 'ready',
      details: {
        pluvoSchema: {
          state: 'lost',
          losses: [{ operation: 'certificates', coordinate: 'Certificate.title' }],
        },
      },
    });
    await expect(
      metric(url, 'pluvo_schema_losses', { coordinate: 'Certificate.title' }),
    ).resolves.toBe(1);
    await lose();
    await expect(metric(url, 'pluvo_schema_losses')).resolves.toBe(0);
    expect((await graph.ask(page)).errors).toBeUndefined();
  });

  test('the count, only the count fails', async () => {
    await lose('CertificateConnection.count');
    await expect(graph.ask(page)).resolves.toMatchObject({
      data: { certificates: { count: null, edges: [{ node: { title: given } }, {}] } },
      errors: [lost(['certificates', 'count'], 'CertificateConnection.count')],
    });
  });

  test('certificates as a whole, people and portfolios go on', async () => {
    await lose('Query.certificates');
    await expect(
      graph.ask(
        `{ certificates { count } user(email: "ada.lovelace@example.com") {
             portfolioItems(first: 1) { edges { node { title } } } } }`,
      ),
    ).resolves.toMatchObject({
      data: {
        certificates: null,
        user: { portfolioItems: { edges: [{ node: { title: given } }] } },
      },
      errors: [lost(['certificates'], 'Query.certificates')],
    });
  });

  test.each(['description', 'endDate', 'files'])(
    'the %s of portfolio items, only that fails',
    async (field) => {
      await lose(`PortfolioItem.${field}`);
      const { data, errors } = await graph.ask(
        `{ user(email: "ada.lovelace@example.com") {
             portfolioItems(first: 1) { edges { node { title startDate ${field} } } } } }`,
      );
      expect(data).toMatchObject({
        user: {
          portfolioItems: { edges: [{ node: { title: given, startDate: given, [field]: null } }] },
        },
      });
      const path = ['user', 'portfolioItems', 'edges', 0, 'node', field];
      expect(errors).toMatchObject([lost(path, `PortfolioItem.${field}`)]);
    },
  );

  test.each(['title', 'startDate'])(
    'the %s of portfolio items, it fails where it is asked for, and in the issuance that it would show',
    async (field) => {
      await lose(`PortfolioItem.${field}`);
      const items = (selection: string) =>
        graph.ask(
          `{ user(email: "ada.lovelace@example.com") {
               portfolioItems(first: 1) { count edges { node { ${selection} } } } } }`,
        );
      for (const selection of [field, 'issuance { status }']) {
        expect((await items(selection)).errors).toMatchObject([
          { extensions: { code: 'PLUVO_FIELD_LOST' } },
        ]);
      }
      expect((await items('description files')).errors).toBeUndefined();
    },
  );

  test('a title, an issuance without a title of its own is refused and not sent; with one it is issued', async () => {
    await lose('Certificate.title');
    await pluvo.resetRequests();
    await expect(issue({})).resolves.toMatchObject({
      errors: [{ extensions: { code: 'PLUVO_FIELD_LOST', lost: ['Certificate.title'] } }],
    });
    expect((await pluvo.requests()).mutations).toBe(0);
    await expect(issue({ title: 'While the title was lost' })).resolves.toMatchObject({
      data: { issueCertificate: { issuance: { status: 'SUCCEEDED' } } },
    });
  });

  test.each(['Mutation.generateCertificate(issueDate:)', 'BulkAction.failedIds'])(
    '%s, an issuance is kept and not sent, and goes out once when it is back',
    async (coordinate) => {
      await lose(coordinate);
      await pluvo.resetRequests();
      const title = `Kept until ${coordinate} is back`;
      const input = { title, requestId: randomUUID() };
      await expect(issue({ ...input, waitMs: 300 })).resolves.toMatchObject({
        data: { issueCertificate: { issuance: { status: 'RUNNING' } } },
      });
      expect(await pluvo.effects(title)).toEqual([]);
      expect((await pluvo.requests()).mutations).toBe(0);
      await lose();
      await expect(issue({ ...input, waitMs: 20_000 })).resolves.toMatchObject({
        data: { issueCertificate: { issuance: { status: 'SUCCEEDED' } } },
      });
      expect(await pluvo.effects(title)).toHaveLength(1);
    },
    30_000,
  );
});

test('A page and a portfolio that are cached without a lost field have it as soon as Pluvo is seen to have it again', async () => {
  const closings = new Closings();
  const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
  closings.add(() => rm(folder, { recursive: true }));
  const longLived = { PAGE_TTL_MS: '3600000', PORTFOLIO_TTL_MS: '3600000' };
  const ports = { PORT: '0', SANDBOX_PORT: '0', SANDBOX_USERS: '60' };
  let screen = '';
  const environment = { DATA_FOLDER: folder, ...ports, ...often, ...longLived };
  const running = await startEmbedded(environment, (text) => (screen = text));
  closings.add(() => running.stop());
  const graph = new Graph(running.url);
  const pluvo = new PluvoAdmin(/Pluvo +(\S+)/.exec(screen)?.[1] ?? '');
  const coordinates = ['Certificate.title', 'PortfolioItem.description'];
  const query = `{ certificates(first: 2) { edges { node { title } } }
    user(email: "ada.lovelace@example.com") {
      portfolioItems(first: 1) { edges { node { description } } } } }`;

  await pluvo.loseFields(...coordinates);
  await seen(running.url, coordinates);
  expect((await graph.ask(query)).errors).toHaveLength(3);
  await pluvo.loseFields();
  await seen(running.url, []);
  await eventually(async () => (await graph.ask(query)).errors === undefined);
  await closings.run();
}, 60_000);

describe('The subgraphs as processes, when Pluvo loses something', () => {
  const closings = new Closings();
  afterEach(() => closings.run());

  async function start() {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    closings.add(() => rm(folder, { recursive: true }));
    const upstream = await startPluvo();
    closings.add(() => upstream.stop());
    const { pluvoUrl, pluvoClientId, pluvoClientSecret } = upstream.config;
    const environment = {
      ...usersSettings,
      ...often,
      PLUVO_URL: pluvoUrl,
      PLUVO_CLIENT_ID: pluvoClientId,
      PLUVO_CLIENT_SECRET: pluvoClientSecret,
      CERTIFICATES_PORT: '0',
    };
    const users = await startUsers({
      ...environment,
      DATABASE_URL: `file:${join(folder, 'users.db')}`,
    });
    closings.add(() => users.stop());
    const certificates = await startCertificates({
      ...environment,
      DATABASE_URL: `file:${join(folder, 'certificates.db')}`,
      USERS_URL: `${users.url}/graphql`,
    });
    closings.add(() => certificates.stop());
    return { pluvo: upstream, users, certificates };
  }

  test('each tells what it needs itself', async () => {
    const { pluvo, users, certificates } = await start();
    pluvo.sandbox.schema.lose(['User.name', 'Certificate.title']);
    await seen(users.url, ['User.name']);
    await seen(certificates.url, ['Certificate.title']);
  });

  test('a read of all people stops before it writes anybody, and works when it is back', async () => {
    const { pluvo, users } = await start();
    const sync = () => askUsers(users.url, 'mutation { syncUsers { finished created } }');
    const count = () => askUsers(users.url, '{ users { count } }');
    pluvo.sandbox.schema.lose(['User.isActive']);
    await seen(users.url, ['User.isActive']);
    await expect(sync()).resolves.toMatchObject({
      body: { errors: [{ extensions: { code: 'PLUVO_FIELD_LOST', lost: ['User.isActive'] } }] },
    });
    await expect(count()).resolves.toMatchObject({ body: { data: { users: { count: 0 } } } });

    pluvo.sandbox.schema.lose([]);
    await seen(users.url, []);
    await expect(sync()).resolves.toMatchObject({
      body: { data: { syncUsers: { finished: true, created: 200 } } },
    });
  });
});

describe('A users process whose Pluvo is away', () => {
  test('starts all the same, is ready, and shows that the schema was not checked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    const users = await startUsers({
      ...usersSettings,
      DATABASE_URL: `file:${join(folder, 'users.db')}`,
    });
    await expect(shownBy(users.url)).resolves.toMatchObject({
      status: 'ready',
      details: { pluvoSchema: { state: 'not checked' } },
    });
    await users.stop();
    await rm(folder, { recursive: true });
  });
});

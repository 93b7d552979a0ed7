import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../bench/processes/freePort.js';
import { Closings } from '../../platform/lifecycle.js';
import { signWebhook } from '../../pluvo/webhooks/signWebhook.js';
import { emptyDatabases } from '../support/emptyDatabases.js';
import { eventually } from '../support/eventually.js';
import { Graph } from '../support/Graph.js';
import { metric } from '../support/metric.js';
import { describeIf } from '../support/serverSuites.js';
import type { StartedProcess } from '../support/startProcess.js';
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.js';
import {
  callerToken,
  describeSeparately,
  startSeparately,
  type SeparateProcesses,
} from '../support/topologies.js';
import { page, pageShape } from '../topologies/operations.js';
import { titlesOf } from './titlesOf.js';

const key = 'the key of these tests';
const email = 'ada.lovelace@example.com';

describeSeparately('A webhook of Pluvo', () => {
  let processes: SeparateProcesses;
  let certificateId = '';
  let folder = '';
  let title: string;
  const running: StartedProcess[] = [];
  const closings = new Closings();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    // Nothing but a webhook makes a portfolio another one within an hour.
    processes = await startSeparately({
      ...{ PORTFOLIO_TTL_MS: '3600000', PLUVO_WEBHOOK_KEYS: key, PLUVO_WEBHOOK_LEASE_MS: '500' },
    });
    const { certificates } = await processes.graph.data(pageShape, page, { first: 5 });
    certificateId = certificates.edges[0]?.node?.id ?? '';
    // It would process what the processes of a test leave.
    await processes.certificates.stop();
  }, 60_000);
  beforeEach(() => {
    title = `Achieved ${randomUUID()}`;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
  });
  afterAll(async () => {
    await processes.stop();
    await closings.run();
    await rm(folder, { recursive: true });
  });

  const startCertificates = async (changes: Readonly<Record<string, string>> = {}) => {
    const started = await processes.start('certificates', {
      ...processes.certificatesEnvironment,
      ...changes,
    });
    running.push(started);
    return started;
  };
  const graphOf = async ({ url }: StartedProcess) => {
    const gateway = await processes.startGateway(url);
    running.push(gateway);
    return new Graph(gateway.url, { authorization: `Bearer ${callerToken}` });
  };
  const subscribe = ({ url }: { url: string }) =>
    processes.pluvo.subscribe({
      ...{ url: `${url}/webhooks/pluvo`, key, events: ['EVENT_CERTIFICATE_ACHIEVED'] },
    });
  const subscription = async ({ url }: StartedProcess) =>
    (await processes.pluvo.subscriptions()).find((each) => each.url.startsWith(`${url}/`));
  const achieve = () => processes.pluvo.achieve(email, certificateId, title);
  const shows = async (graph: Graph) => (await titlesOf(graph, email)).includes(title);
  const post = async ({ url }: StartedProcess, event: string) => {
    const body = JSON.stringify({ event, title });
    const headers = { 'content-type': 'application/json', ...signWebhook(body, key, 'salt') };
    const answer = await fetch(`${url}/webhooks/pluvo`, { method: 'POST', headers, body });
    return { status: answer.status, body: await answer.json() };
  };
  const refused = {
    status: 503,
    body: { errors: [{ extensions: { code: 'WEBHOOK_NOT_KEPT' } }] },
  };

  test('that comes to one replica makes what every replica has cached of that person invalid', async () => {
    const first = await startCertificates();
    const graphs = [await graphOf(first), await graphOf(await startCertificates())];
    for (const graph of graphs) await expect(shows(graph)).resolves.toBe(false);
    await subscribe(first);
    await achieve();
    for (const graph of graphs) await eventually(() => shows(graph));
  });

  describe('that cannot be kept is refused with 503, and delivered by a retry of Pluvo once it can,', () => {
    let postgres: TcpProxy | undefined;
    afterEach(() => postgres?.cut());

    test('with the inbox on PostgreSQL, which is away', async () => {
      const database = new URL(processes.certificatesEnvironment['DATABASE_URL'] ?? '');
      postgres = await startTcpProxy(Number(database.port));
      database.port = String(postgres.port);
      const certificates = await startCertificates({ CERTIFICATES_DATABASE_URL: database.href });
      const graph = await graphOf(certificates);
      await subscribe(certificates);
      await expect(shows(graph)).resolves.toBe(false);
      await postgres.cut();
      await achieve();
      await eventually(async () => ((await subscription(certificates))?.attempts ?? 0) > 0);
      await expect(post(certificates, 'WHILE_AWAY')).resolves.toMatchObject(refused);
      await expect(shows(graph)).resolves.toBe(false);
      await postgres.mend();
      await eventually(() => shows(graph));
      await expect(subscription(certificates)).resolves.toMatchObject({ state: 'active' });
    });

    const available = spawnSync('prlimit', ['--version']).status === 0;
    describeIf({ available, what: 'The program prlimit' }, 'with the inbox on SQLite,', () => {
      test('whose disk is full', async () => {
        const certificates = await startCertificates({
          CERTIFICATES_DATABASE_URL: `file:${join(folder, 'full.sqlite')}`,
        });
        const setDisk = (limit: string) =>
          execFileSync('prlimit', ['--pid', String(certificates.pid), `--fsize=${limit}:`]);
        const graph = await graphOf(certificates);
        await subscribe(certificates);
        await expect(shows(graph)).resolves.toBe(false);
        setDisk('0');
        await achieve();
        await eventually(async () => ((await subscription(certificates))?.attempts ?? 0) > 0);
        await expect(post(certificates, 'WHILE_FULL')).resolves.toMatchObject(refused);
        setDisk('unlimited');
        await eventually(() => shows(graph));
        await expect(subscription(certificates)).resolves.toMatchObject({ state: 'active' });
      });
    });
  });

  // An inbox of its own: a process would die over what an earlier test left to process.
  test.each(emptyDatabases)(
    'that was answered before a kill -9 is processed by the next process, with the inbox on %s',
    async (_engine, createDatabase) => {
      const place = {
        CERTIFICATES_DATABASE_URL: await createDatabase(closings),
        CERTIFICATES_PORT: String(await freePort()),
      };
      const killed = await startCertificates({ ...place, FAIL_POINT: 'webhook-claimed' });
      const graph = await graphOf(killed);
      await expect(shows(graph)).resolves.toBe(false);
      await subscribe(killed);
      await achieve();
      await killed.ended;
      const next = await startCertificates(place);
      await eventually(() => shows(graph));
      await eventually(async () => (await subscription(next))?.delivered === 1);
      await eventually(
        async () =>
          (await metric(next.url, 'pluvo_webhooks_processed_total', { outcome: 'invalidated' })) ===
          1,
      );
    },
  );
});

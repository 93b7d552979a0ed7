import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { Graph } from '../support/Graph.js';
import { sendToRedis } from '../support/redis.js';
import { describeIf } from '../support/serverSuites.js';
import type { StartedProcess } from '../support/startProcess.js';
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.js';
import {
  callerToken,
  describeSeparately,
  startSeparately,
  type SeparateProcesses,
} from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from '../topologies/operations.js';
import { quickQuarantine } from '../topologies/quickQuarantine.js';
import { trail } from './trail.js';

describeSeparately('While a store is away', () => {
  let processes: SeparateProcesses;
  let graph: Graph;
  let postgres: TcpProxy;
  let certificateId = '';
  let people: string[];

  beforeAll(async () => {
    processes = await startSeparately();
    await processes.certificates.stop();
    const { certificatesEnvironment } = processes;
    const database = new URL(certificatesEnvironment['DATABASE_URL'] ?? '');
    postgres = await startTcpProxy(Number(database.port));
    database.port = String(postgres.port);
    const certificates = await processes.start('certificates', {
      ...certificatesEnvironment,
      ...quickQuarantine,
      PLUVO_SEND_TIMEOUT_MS: '5000',
      PLUVO_PROCESSING_BOUND_MS: '5000',
      PAGE_TTL_MS: '0',
      CERTIFICATES_DATABASE_URL: database.href,
    });
    const gateway = await processes.startGateway(certificates.url);
    graph = new Graph(gateway.url, { authorization: `Bearer ${callerToken}` });
    const { certificates: first } = await graph.data(pageShape, page, { first: 50 });
    certificateId = first.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(graph)).flatMap(({ email, isActive }) => (isActive ? email : []));
  }, 60_000);
  afterEach(async () => {
    await processes.pluvo.clearFaults();
    await processes.pluvo.resetRequests();
  });
  afterAll(async () => {
    await processes.stop();
    await postgres.cut();
  });

  const request = (changes: object = {}) => ({
    ...{ requestId: randomUUID(), certificateId, title: `Certificate ${randomUUID()}` },
    ...{ emails: people.splice(0, 2), ...changes },
  });
  const issued = async (input: object) =>
    (await graph.data(issueShape, issue, { input })).issueCertificate;
  const read = async () => (await graph.data(pageShape, page, { first: 5 })).certificates.count;
  const mutations = async () => (await processes.pluvo.requests()).mutations;
  const statusOf = async ({ requestId }: { requestId: string }) =>
    (await trail(graph, requestId)).status;

  test('requests to issue are refused with a clear code and nothing is sent, and certificates are read all the same', async () => {
    const input = request();
    await postgres.cut();
    const refused = await graph.ask(issue, { input });
    await expect(read()).resolves.toBe(240);
    await postgres.mend();
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'STORE_UNAVAILABLE' } }] });
    expect(await mutations()).toBe(0);
    // The same request ID was not used up.
    await expect(issued(input)).resolves.toMatchObject({
      replayed: false,
      issuance: { status: 'SUCCEEDED' },
    });
  });

  test('what comes of a call in flight is kept and written down when the ledger is back, and nobody is sent twice', async () => {
    const input = request({ waitMs: 0 });
    await processes.pluvo.arm({
      ...{ name: 'slow', delayMs: 500, count: 1, operation: 'generateCertificate' },
    });
    await issued(input);
    await eventually(async () => (await mutations()) === 1);
    await postgres.cut();
    // The answer comes now, and cannot be written down.
    await eventually(() =>
      processes.started.some(({ output }) => output().includes('a result could not be written')),
    );
    await postgres.mend();
    await eventually(async () => (await statusOf(input)) === 'SUCCEEDED');
    const { events } = await trail(graph, input.requestId);
    expect(events.map(({ kind }) => kind)).toEqual([
      ...['ACCEPTED', 'PLANNED', 'SENDING', 'SETTLED', 'FINISHED'],
    ]);
    expect(await mutations()).toBe(1);
  });

  test('what was accepted goes on by itself when the ledger is back', async () => {
    const input = request({ waitMs: 0, emails: people.splice(0, 300) });
    await processes.pluvo.arm({
      ...{ name: 'slow', delayMs: 300, probability: 1, operation: 'generateCertificate' },
    });
    await issued(input);
    await eventually(async () => (await mutations()) > 1);
    await postgres.cut();
    await processes.pluvo.clearFaults();
    await expect(graph.ask(issue, { input })).resolves.toMatchObject({
      errors: [{ extensions: { code: 'STORE_UNAVAILABLE' } }],
    });
    await postgres.mend();
    await eventually(async () => (await statusOf(input)) === 'SUCCEEDED');
    const effects = await processes.pluvo.effects(input.title);
    expect([effects.length, new Set(effects.map(({ userId }) => userId)).size]).toEqual([300, 300]);
  });

  test('of Redis that is slow, flushed and killed, nobody gets two, the same request is replayed, and reads go on', async () => {
    const port = Number(new URL(processes.certificatesEnvironment['REDIS_URL'] ?? '').port);
    const input = request();
    const blows = [
      () => sendToRedis(port, 'CLIENT', ['PAUSE', 3_000, 'ALL']),
      () => sendToRedis(port, 'FLUSHALL', []),
      async () => {
        const info = String(await sendToRedis(port, 'INFO', ['server']));
        process.kill(Number(/process_id:(\d+)/.exec(info)?.[1]), 'SIGKILL');
      },
    ];
    const first = await issued(input);
    expect(first).toMatchObject({ replayed: false, issuance: { status: 'SUCCEEDED' } });
    for (const blow of blows) {
      await blow();
      await expect(issued(input)).resolves.toEqual({ ...first, replayed: true });
      await expect(issued(request())).resolves.toMatchObject({ issuance: { status: 'SUCCEEDED' } });
      await expect(read()).resolves.toBe(240);
    }
    expect(await mutations()).toBe(4);
    await expect(processes.pluvo.effects(input.title)).resolves.toHaveLength(2);
  });

  const available = spawnSync('prlimit', ['--version']).status === 0;
  describeIf({ available, what: 'The program prlimit' }, 'and its disk is full,', () => {
    let folder = '';
    let onSqlite: StartedProcess;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
      onSqlite = await processes.start('certificates', {
        ...processes.certificatesEnvironment,
        ...quickQuarantine,
        PLUVO_SEND_TIMEOUT_MS: '5000',
        PLUVO_PROCESSING_BOUND_MS: '5000',
        CERTIFICATES_DATABASE_URL: `file:${join(folder, 'ledger.sqlite')}`,
      });
      const gateway = await processes.startGateway(onSqlite.url);
      graph = new Graph(gateway.url, { authorization: `Bearer ${callerToken}` });
    }, 60_000);
    afterAll(async () => {
      await onSqlite.stop();
      await rm(folder, { recursive: true });
    });

    /** No file of the process takes another byte; what is there can be read. */
    const setDisk = (is: 'full' | 'roomy') =>
      execFileSync('prlimit', [
        ...['--pid', String(onSqlite.pid)],
        is === 'full' ? '--fsize=0:' : '--fsize=unlimited:',
      ]);

    test('SQLite takes no request to issue, nothing is sent, and what is there stays', async () => {
      const before = request();
      const first = await issued(before);
      await processes.pluvo.resetRequests();
      const input = request();
      setDisk('full');
      const refused = await graph.ask(issue, { input });
      await expect(issued(before)).resolves.toEqual({ ...first, replayed: true });
      setDisk('roomy');
      expect(refused).toMatchObject({ errors: [{ extensions: { code: 'STORE_UNAVAILABLE' } }] });
      expect(await mutations()).toBe(0);
      await expect(issued(input)).resolves.toMatchObject({
        replayed: false,
        issuance: { status: 'SUCCEEDED' },
      });
      await expect(issued(before)).resolves.toEqual({ ...first, replayed: true });
    });

    test('what comes of a call in flight is kept until SQLite takes it', async () => {
      const input = request({ waitMs: 0 });
      await processes.pluvo.arm({
        ...{ name: 'slow', delayMs: 500, count: 1, operation: 'generateCertificate' },
      });
      await issued(input);
      await eventually(async () => (await mutations()) === 1);
      setDisk('full');
      await eventually(() => onSqlite.output().includes('a result could not be written'));
      setDisk('roomy');
      await eventually(async () => (await statusOf(input)) === 'SUCCEEDED');
      await expect(processes.pluvo.effects(input.title)).resolves.toHaveLength(2);
      expect(await mutations()).toBe(1);
    });
  });
});

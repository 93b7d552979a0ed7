import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { Graph } from '../support/Graph.js';
import { metric } from '../support/metric.js';
import type { StartedProcess } from '../support/startProcess.js';
import {
  callerToken,
  describeSeparately,
  startSeparately,
  type SeparateProcesses,
} from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from '../topologies/operations.js';
import { quickQuarantine } from '../topologies/quickQuarantine.js';
import { trail } from './trail.js';

const leaseMs = 1_000;
/** Long enough for a process to be stopped while it waits for an answer, and to take it when it goes on. */
const patient = { PLUVO_SEND_TIMEOUT_MS: '30000', PLUVO_PROCESSING_BOUND_MS: '30000' };

/** Holds every commit of an intent until it is let go. */
async function openGate(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`
    create function certificates.wait_at_gate() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(1); return null; end $$;
    create constraint trigger gate after update on certificates.chunk deferrable initially deferred
      for each row when (new.status = 'SENDING') execute function certificates.wait_at_gate();
    select pg_advisory_lock(1);`);
  const isTrue = async (condition: string) => {
    const { rows } = await client.query<{ is: boolean }>(`select ${condition} as is`);
    return rows[0]?.is === true;
  };
  return {
    somebodyWaits: () =>
      isTrue(`exists (select from pg_locks where locktype = 'advisory' and not granted)`),
    intentIsDurable: () =>
      isTrue(`exists (select from certificates.chunk where status = 'SENDING')`),
    letGo: () => client.query('select pg_advisory_unlock(1)'),
    async remove() {
      await client.query('drop function certificates.wait_at_gate cascade');
      await client.end();
    },
  };
}

describeSeparately('Certificates processes that stop', () => {
  let processes: SeparateProcesses;
  let first: StartedProcess;
  let certificateId = '';
  let people: string[];
  const environment = () => ({
    ...processes.certificatesEnvironment,
    CERTIFICATES_PORT: new URL(processes.certificates.url).port,
  });

  beforeAll(async () => {
    processes = await startSeparately({
      ...quickQuarantine,
      ...patient,
      ISSUE_LEASE_MS: String(leaseMs),
      ISSUE_CALLS_AT_ONCE: '1',
    });
    first = processes.certificates;
    const { certificates } = await processes.graph.data(pageShape, page, { first: 50 });
    certificateId = certificates.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(processes.graph)).flatMap(({ email, isActive }) =>
      isActive ? email : [],
    );
  }, 60_000);
  afterEach(async () => {
    await processes.pluvo.clearFaults();
    await processes.pluvo.resetRequests();
  });
  afterAll(async () => {
    for (const started of processes.started) started.thaw();
    await processes.stop();
  });

  const request = (count: number) => ({
    ...{ requestId: randomUUID(), certificateId, title: `Certificate ${randomUUID()}` },
    ...{ emails: people.splice(0, count), waitMs: 0 },
  });
  const issued = async (input: object) =>
    (await processes.graph.data(issueShape, issue, { input })).issueCertificate;
  const stateOf = ({ requestId }: { requestId: string }) => trail(processes.graph, requestId);
  const endsWell = (input: { requestId: string }) =>
    eventually(async () => (await stateOf(input)).status === 'SUCCEEDED');
  const effectsOf = async ({ title }: { title: string }) =>
    (await processes.pluvo.effects(title)).length;
  const sentBy = ({ url }: StartedProcess) =>
    metric(url, 'pluvo_calls_total', { operation: 'generateCertificate', outcome: 'well' });

  test('one that was stopped between its intent and the last look at the clock, for longer than it may take to set out, does not send under it', async () => {
    const gate = await openGate(processes.certificatesEnvironment['DATABASE_URL'] ?? '');
    const input = request(2);
    await issued(input);
    await eventually(gate.somebodyWaits);
    first.freeze();
    await gate.letGo();
    await eventually(gate.intentIsDurable);
    await delay(Number(quickQuarantine.ISSUE_SEND_WINDOW_MS) + 100);
    expect((await processes.pluvo.requests()).mutations).toBe(0);
    first.thaw();
    await endsWell(input);
    await gate.remove();
    const { events } = await stateOf(input);
    // Should its lease have run out as well, it was given up first; it knows better.
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'OUTCOME_UNKNOWN');
    expect(kinds).toEqual([
      ...['ACCEPTED', 'PLANNED', 'SENDING', 'NOT_SENT', 'SENDING', 'SETTLED', 'FINISHED'],
    ]);
    expect((await processes.pluvo.requests()).mutations).toBe(1);
    expect(await effectsOf(input)).toBe(2);
  });

  test('one that was stopped during a call while another took over still tells what came of it, and starts nothing more', async () => {
    const second = await processes.start('certificates', processes.certificatesEnvironment);
    const gateway = await processes.startGateway(second.url);
    const graph = new Graph(gateway.url, { authorization: `Bearer ${callerToken}` });
    const input = request(150);
    // Slow enough for a call to be still on its way when it is stopped, on a machine that stalls as well.
    await processes.pluvo.arm({
      ...{ name: 'slow', delayMs: 6_000, count: 2, operation: 'generateCertificate' },
    });
    const before = await sentBy(first);
    await issued(input);
    await eventually(async () => (await effectsOf(input)) === 50);
    first.freeze();
    // The other has given up the first call and is at the second, the third is still to be made.
    await eventually(async () => (await effectsOf(input)) === 100);
    first.thaw();
    const known = async () => (await trail(graph, input.requestId)).events;
    await eventually(async () => (await known()).some(({ kind }) => kind === 'SETTLED'));
    await endsWell(input);
    const ofTheFirstCall = (await known()).filter(({ chunk }) => chunk === 0);
    expect(ofTheFirstCall.map(({ kind, attempt }) => [kind, attempt])).toEqual([
      ['SENDING', 1],
      ['OUTCOME_UNKNOWN', 1],
      ['SETTLED', 1],
    ]);
    expect([(await sentBy(first)) - before, await sentBy(second)]).toEqual([1, 2]);
    expect((await processes.pluvo.requests()).mutations).toBe(3);
    expect(await effectsOf(input)).toBe(150);
    await second.stop();
  });

  test('all of them, killed in the middle of a large issuance, leave it to the next one, and nobody gets two', async () => {
    const input = request(200);
    await processes.pluvo.arm({
      ...{ name: 'slow', delayMs: 20_000, count: 1, operation: 'generateCertificate' },
    });
    await issued(input);
    await eventually(async () => (await effectsOf(input)) === 50);
    await first.kill();
    first = await processes.start('certificates', { ...environment(), ...quickQuarantine });
    await endsWell(input);
    const effects = await processes.pluvo.effects(input.title);
    expect(new Set(effects.map(({ userId }) => userId)).size).toBe(200);
    expect(effects).toHaveLength(200);
    expect((await processes.pluvo.requests()).mutations).toBe(4);
  });

  test('one that was killed when everything was written down is followed by one that gives the same answer again and again', async () => {
    await first.stop();
    const dying = await processes.start('certificates', {
      ...environment(),
      FAIL_POINT: 'recorded',
    });
    const input = request(2);
    await processes.graph.ask(issue, { input: { ...input, waitMs: 10_000 } });
    await dying.ended;
    first = await processes.start('certificates', environment());
    const again = await issued(input);
    expect(again).toMatchObject({ replayed: true, issuance: { status: 'SUCCEEDED' } });
    await expect(issued(input)).resolves.toEqual(again);
    expect((await processes.pluvo.requests()).mutations).toBe(1);
  });
});

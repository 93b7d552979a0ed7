import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { startInOneProcess, type Topology } from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from '../topologies/operations.js';
import { quickQuarantine } from '../topologies/quickQuarantine.js';
import { trail } from './trail.js';

describe('Whatever callers do', () => {
  let topology: Topology;
  let certificateId = '';
  let people: string[];
  beforeAll(async () => {
    topology = await startInOneProcess({
      ...quickQuarantine,
      PLUVO_SEND_TIMEOUT_MS: '2000',
      PLUVO_PROCESSING_BOUND_MS: '2000',
      ISSUE_CALLS_AT_ONCE: '2',
    });
    const { certificates } = await topology.graph.data(pageShape, page, { first: 50 });
    certificateId = certificates.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(topology.graph)).flatMap(({ email, isActive }) =>
      isActive ? email : [],
    );
  }, 60_000);
  afterEach(async () => {
    await topology.pluvo.clearFaults();
    await topology.pluvo.resetRequests();
  });
  afterAll(() => topology.stop());

  const request = (count: number) => ({
    ...{ requestId: randomUUID(), certificateId, title: `Certificate ${randomUUID()}` },
    emails: people.splice(0, count),
  });
  const issued = async (input: object) =>
    (await topology.graph.data(issueShape, issue, { input })).issueCertificate;
  const mutations = async () => (await topology.pluvo.requests()).mutations;
  const answersAfter = (delayMs: number) =>
    topology.pluvo.arm({ name: 'slow', delayMs, operation: 'generateCertificate', count: 1 });
  const statusOf = async ({ requestId }: { requestId: string }) =>
    (await trail(topology.graph, requestId)).status;

  /** Sends a request and goes away as soon as Pluvo was called for it. */
  async function goesAway(input: object): Promise<void> {
    const leaving = new AbortController();
    const asking = fetch(`${topology.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: issue, variables: { input } }),
      signal: leaving.signal,
    });
    await eventually(async () => (await mutations()) === 1);
    leaving.abort();
    await expect(asking).rejects.toThrow('abort');
  }

  test('the same people in another order, in capitals and twice, asked for while they are sent, attach to what is under way', async () => {
    const input = request(3);
    await answersAfter(1_000);
    const first = issued(input);
    await eventually(async () => (await mutations()) === 1);
    const emails = [...input.emails, ...input.emails].reverse().map((email) => email.toUpperCase());
    const attached = await issued({ ...input, emails });
    expect(attached).toEqual(await first);
    expect(attached).toMatchObject({ replayed: false, issuance: { status: 'SUCCEEDED' } });
    expect(await mutations()).toBe(1);
    await expect(topology.pluvo.effects(input.title)).resolves.toHaveLength(3);
  });

  test('what a caller asked for that went away is done all the same', async () => {
    const input = request(2);
    await answersAfter(500);
    await goesAway(input);
    await eventually(async () => (await statusOf(input)) === 'SUCCEEDED');
    await expect(topology.pluvo.effects(input.title)).resolves.toHaveLength(2);
    expect(await mutations()).toBe(1);
  });

  test('who loses patience and sends the same again and again attaches, and is replayed when it has ended', async () => {
    const input = request(2);
    await answersAfter(1_000);
    for (let times = 0; times < 3; times += 1) await goesAway(input);
    const attached = await issued(input);
    expect(attached).toMatchObject({ replayed: false, issuance: { status: 'SUCCEEDED' } });
    await expect(issued(input)).resolves.toEqual({ ...attached, replayed: true });
    await expect(topology.pluvo.effects(input.title)).resolves.toHaveLength(2);
    expect(await mutations()).toBe(1);
  });

  test('who asks for one while many are sent has it before they are done', async () => {
    const many = request(1_500);
    await topology.pluvo.arm({
      ...{ name: 'slow', delayMs: 300, operation: 'generateCertificate', probability: 1 },
    });
    await issued({ ...many, waitMs: 0 });
    await eventually(async () => (await mutations()) > 1);
    await expect(issued(request(1))).resolves.toMatchObject({ issuance: { status: 'SUCCEEDED' } });
    const { status, counts } = await trail(topology.graph, many.requestId);
    expect([status, (counts['ready'] ?? 0) > 0]).toEqual(['RUNNING', true]);
    await topology.pluvo.clearFaults();
    await eventually(async () => (await statusOf(many)) === 'SUCCEEDED');
    await expect(topology.pluvo.effects(many.title)).resolves.toHaveLength(1_500);
  });

  test('what Pluvo carries out after it broke the connection is found, and not sent again', async () => {
    const input = request(2);
    await topology.pluvo.arm({ name: 'late-effect', delayMs: 800, drop: true });
    await expect(issued(input)).resolves.toMatchObject({ issuance: { status: 'SUCCEEDED' } });
    const { events } = await trail(topology.graph, input.requestId);
    expect(events.map(({ kind }) => kind)).toEqual([
      ...['ACCEPTED', 'PLANNED', 'SENDING', 'OUTCOME_UNKNOWN', 'FOUND', 'FINISHED'],
    ]);
    expect(await mutations()).toBe(1);
    await expect(topology.pluvo.effects(input.title)).resolves.toHaveLength(2);
  });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { eventually } from '../support/eventually.js';
import { describeBothTopologies, type Topology } from '../support/topologies.js';
import { everybody, page, pageShape } from './operations.js';

const fields = `requestId status cancelledAt retryAfterMs
  counts { total ready sending unknown issued failed parked }`;
const begin = `mutation ($input: IssueCertificateInput!) {
  issueCertificate(input: $input) { replayed issuance { ${fields} } } }`;
const cancel = `mutation ($input: CancelIssuanceInput!) {
  cancelIssuance(input: $input) { cancelled issuance { ${fields} } } }`;
const look = `query ($requestId: ID!) { issuance(requestId: $requestId) { ${fields} } }`;

const shape = z.object({
  status: z.string(),
  cancelledAt: z.string().nullable(),
  retryAfterMs: z.number().nullable(),
  counts: z.record(z.string(), z.number()),
});
const beginShape = z.object({
  issueCertificate: z.object({ replayed: z.boolean(), issuance: shape }),
});
const cancelShape = z.object({
  cancelIssuance: z.object({ cancelled: z.boolean(), issuance: shape }),
});
const lookShape = z.object({ issuance: shape });

describeBothTopologies('Many recipients', (start) => {
  let topology: Topology;
  let certificateId = '';
  let people: { email: string }[];
  beforeAll(async () => {
    topology = await start({ ISSUE_CALLS_AT_ONCE: '1' });
    const { certificates } = await topology.graph.data(pageShape, page, { first: 50 });
    certificateId = certificates.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(topology.graph)).filter(({ isActive }) => isActive);
  }, 60_000);
  afterAll(async () => {
    await topology.pluvo.clearFaults();
    await topology.stop();
  });

  const request = (emails: readonly string[]) => ({
    ...{ requestId: randomUUID(), certificateId, title: `Certificate ${randomUUID()}` },
    ...{ emails, waitMs: 0 },
  });
  const state = async (requestId: string) =>
    (await topology.graph.data(lookShape, look, { requestId })).issuance;

  test('one request takes 100 000 addresses, answers before they are done, and is cancelled as one', async () => {
    const { graph, pluvo } = topology;
    // People first: as long as the call for them is under way, not all of those behind them are looked up.
    await pluvo.arm({ name: 'slow', delayMs: 2_000, operation: 'generateCertificate' });
    const known = people.splice(0, 150).map(({ email }) => email);
    // As long as addresses are that pass the default limits on the way.
    const unknown = Array.from(
      { length: 100_000 - known.length },
      (_, index) => `nobody.${String(index).padStart(20, '0')}@a-rather-long-domain.example.org`,
    );
    const input = request([...known, ...unknown]);
    const { issueCertificate } = await graph.data(beginShape, begin, { input });
    expect(issueCertificate.issuance.counts['total']).toBe(100_000);
    const { requestId, title } = input;
    const { cancelIssuance } = await graph.data(cancelShape, cancel, { input: { requestId } });
    expect(cancelIssuance.cancelled).toBe(true);
    await eventually(async () => /FAILED|PARTIAL/.test((await state(requestId)).status));
    const { counts } = await state(requestId);
    const { length: issued } = await pluvo.effects(title);
    expect(issued).toBeLessThan(150);
    expect(counts).toMatchObject({ total: 100_000, issued, failed: 100_000 - issued });
    await pluvo.clearFaults();
  }, 60_000);

  test('cancelled while it runs, it starts nothing new, finishes what was sent, and stays as it ended', async () => {
    const { graph, pluvo } = topology;
    const taken = people.splice(0, 150).map(({ email }) => email);
    const input = request(taken);
    const { requestId, title } = input;
    await pluvo.resetRequests();
    await pluvo.arm({ name: 'slow', delayMs: 2_000, operation: 'generateCertificate' });
    await graph.data(beginShape, begin, { input });
    await eventually(async () => (await state(requestId)).counts['sending'] === 50);
    const { cancelIssuance } = await graph.data(cancelShape, cancel, { input: { requestId } });
    expect(cancelIssuance).toMatchObject({
      cancelled: true,
      issuance: { status: 'RUNNING', counts: { sending: 50, failed: 100 } },
    });
    await eventually(async () => (await state(requestId)).status === 'PARTIAL');
    const ended = await state(requestId);
    expect(ended).toMatchObject({
      cancelledAt: expect.stringMatching(/Z$/),
      counts: { total: 150, issued: 50, failed: 100 },
    });
    await expect(pluvo.effects(title)).resolves.toHaveLength(50);
    await expect(graph.data(cancelShape, cancel, { input: { requestId } })).resolves.toEqual({
      cancelIssuance: { cancelled: false, issuance: ended },
    });
    await expect(graph.data(beginShape, begin, { input })).resolves.toEqual({
      issueCertificate: { replayed: true, issuance: ended },
    });
    expect((await pluvo.requests()).mutations).toBe(1);
  });

  test('nobody cancels what they have not asked for', async () => {
    const answer = await topology.graph.ask(cancel, { input: { requestId: randomUUID() } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'ISSUANCE_NOT_FOUND' } }]);
  });
});

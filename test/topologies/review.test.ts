import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openDatabase } from '../../platform/sql/openDatabase.js';
import { SqlLedger } from '../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import type { LedgerTables } from '../../subgraphs/certificates/issuance/sql/tables.js';
import {
  describeBothTopologies,
  describeSeparately,
  startSeparately,
  type SeparateProcesses,
  type Topology,
} from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from './operations.js';
import { quickQuarantine } from './quickQuarantine.js';

const trail = `query ($requestId: ID!, $first: Int, $after: String) { issuance(requestId: $requestId) {
  events(first: $first, after: $after) { count pageInfo { hasNextPage endCursor }
    edges { node { sequence at kind chunk attempt pluvoUserIds detail } } } } }`;
const trailShape = z.object({
  issuance: z.object({
    events: z.object({
      count: z.number(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(
        z.object({
          node: z.looseObject({ sequence: z.number(), kind: z.string(), at: z.string() }),
        }),
      ),
    }),
  }),
});
const details = `query ($requestId: ID!) { issuance(requestId: $requestId) { status recipients { edges { node {
  status failure { code } portfolioItemId
  portfolioItem { id title user { name } issuance { requestId } }
  decision { verdict decidedBy decidedAt evidence } } } } } }`;

/** A certificate that has a title, and active people; each call takes some that no other gets. */
async function whatToIssue({ graph }: Topology) {
  const { certificates } = await graph.data(pageShape, page, { first: 50 });
  const certificateId = certificates.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
  const people = (await everybody(graph)).filter(({ isActive }) => isActive);
  return (count: number) => {
    const taken = people.splice(-count);
    const title = `Certificate ${randomUUID()}`;
    const emails = taken.map(({ email }) => email);
    return { taken, input: { requestId: randomUUID(), certificateId, title, emails } };
  };
}

describeBothTopologies(
  'Under PARK, what is unknown and cannot be found is left to a person',
  (start) => {
    let topology: Topology;
    let take: Awaited<ReturnType<typeof whatToIssue>>;
    beforeAll(async () => {
      topology = await start({ ...quickQuarantine, ISSUE_UNKNOWN: 'PARK' });
      take = await whatToIssue(topology);
    }, 60_000);
    afterAll(() => topology.stop());

    const lost = { name: 'no-effect-no-answer', holdMs: 50, operation: 'generateCertificate' };
    async function parked() {
      const { graph, pluvo } = topology;
      const { taken, input } = take(1);
      await pluvo.arm({ ...lost, count: 1 });
      const first = (await graph.data(issueShape, issue, { input })).issueCertificate;
      return { taken, input, first };
    }

    test('it says so, is never sent again, and nobody else issues the same meanwhile', async () => {
      const { graph, pluvo } = topology;
      await pluvo.resetRequests();
      const { input, first } = await parked();
      const unknown = { code: 'OUTCOME_UNKNOWN', retryable: false };
      expect(first.issuance).toMatchObject({
        status: 'NEEDS_REVIEW',
        counts: { parked: 1 },
        recipients: { edges: [{ node: { status: 'PARKED', failure: unknown } }] },
      });
      const again = await graph.data(issueShape, issue, { input });
      expect(again.issueCertificate).toEqual({ ...first, replayed: true });
      const { issueCertificate } = await graph.data(issueShape, issue, {
        input: { ...input, requestId: randomUUID() },
      });
      expect(issueCertificate.issuance.recipients.edges[0]?.node.failure?.code).toBe(
        'IN_PROGRESS_ELSEWHERE',
      );
      expect((await pluvo.requests()).mutations).toBe(1);
    });

    test('a person finds it, decides it with evidence, and both are kept', async () => {
      const { graph } = topology;
      const { input } = await parked();
      const { requestId } = input;
      const decide = `mutation ($input: ResolveRecipientInput!) {
      resolveRecipient(input: $input) { recipient { status failure { code } } issuance { status } } }`;
      const verdict = {
        requestId,
        email: input.emails[0],
        verdict: 'NOT_ISSUED',
        evidence: 'Looked.',
      };
      const asked = (changes: object) => graph.ask(decide, { input: { ...verdict, ...changes } });
      const codeOf = async (changes: object) => (await asked(changes)).errors?.[0]?.extensions.code;
      await expect(codeOf({ requestId: 'nobody-asked-for-this' })).resolves.toBe(
        'ISSUANCE_NOT_FOUND',
      );
      await expect(codeOf({ email: 'nobody@example.org' })).resolves.toBe('RECIPIENT_NOT_FOUND');
      await expect(codeOf({ email: null })).resolves.toBe('RECIPIENT_NOT_FOUND');
      await expect(codeOf({ evidence: ' ' })).resolves.toBe('INVALID_EVIDENCE');
      await expect(codeOf({ evidence: 'seen\0' })).resolves.toBe('INVALID_EVIDENCE');
      const toDo = `{ issuances(status: NEEDS_REVIEW) { edges { node { requestId } } } }`;
      const found = { node: { requestId } };
      await expect(graph.ask(toDo)).resolves.toMatchObject({
        data: { issuances: { edges: expect.arrayContaining([found]) } },
      });
      await expect(asked({})).resolves.toMatchObject({
        data: {
          resolveRecipient: {
            recipient: { status: 'FAILED', failure: { code: 'RESOLVED_NOT_ISSUED' } },
            issuance: { status: 'FAILED' },
          },
        },
      });
      await expect(codeOf({})).resolves.toBe('RECIPIENT_NOT_PARKED');
      await expect(graph.ask(details, { requestId })).resolves.toMatchObject({
        data: {
          issuance: {
            recipients: {
              edges: [
                {
                  node: {
                    decision: {
                      verdict: 'NOT_ISSUED',
                      decidedBy: expect.any(String),
                      decidedAt: expect.stringMatching(/^\d{4}-.*Z$/),
                      evidence: 'Looked.',
                    },
                  },
                },
              ],
            },
          },
        },
      });
      // The right to issue is free again.
      const { issueCertificate } = await graph.data(issueShape, issue, {
        input: { ...input, requestId: randomUUID() },
      });
      expect(issueCertificate.issuance.status).toBe('SUCCEEDED');
    });

    test('the audit trail tells every step, page by page', async () => {
      const { graph } = topology;
      const { input, taken } = await parked();
      const { requestId } = input;
      const read = async (first: number, after?: string | null) =>
        (await graph.data(trailShape, trail, { requestId, first, after })).issuance.events;
      const all = await read(50);
      expect(all.edges.map(({ node }) => node.kind)).toEqual([
        ...['ACCEPTED', 'PLANNED', 'SENDING', 'OUTCOME_UNKNOWN', 'ABSENT', 'PARKED', 'FINISHED'],
      ]);
      expect(all.count).toBe(7);
      expect(all.edges[5]?.node).toMatchObject({
        ...{ sequence: 6, chunk: 0, attempt: 1, pluvoUserIds: [taken[0]?.pluvoId] },
      });
      expect(JSON.stringify(all)).not.toContain(input.emails[0]);
      const first = await read(4);
      const rest = await read(4, first.pageInfo.endCursor);
      expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
      expect([...first.edges, ...rest.edges]).toEqual(all.edges);
    });

    test('what the portfolio shows is issued all the same, and names the item', async () => {
      const { graph, pluvo } = topology;
      const { input } = take(1);
      await pluvo.arm({ name: '503-after-effect', count: 1 });
      await graph.data(issueShape, issue, { input });
      const { requestId, title } = input;
      const item = { id: expect.any(String), title, user: { name: expect.any(String) } };
      await expect(graph.ask(details, { requestId })).resolves.toMatchObject({
        data: {
          issuance: {
            status: 'SUCCEEDED',
            recipients: {
              edges: [
                {
                  node: {
                    portfolioItemId: expect.any(String),
                    portfolioItem: { ...item, issuance: { requestId } },
                    decision: null,
                  },
                },
              ],
            },
          },
        },
      });
    });
  },
);

describeSeparately('An issuance that ended long ago', () => {
  let processes: SeparateProcesses;
  let take: Awaited<ReturnType<typeof whatToIssue>>;
  beforeAll(async () => {
    processes = await startSeparately();
    take = await whatToIssue(processes);
  }, 60_000);
  afterAll(() => processes.stop());

  test('has counts and no recipients, says so, and its request ID issues nothing new', async () => {
    const { graph, pluvo, certificatesEnvironment } = processes;
    const { input } = take(2);
    const { requestId } = input;
    const { issueCertificate } = await graph.data(issueShape, issue, { input });
    expect(issueCertificate.issuance.status).toBe('SUCCEEDED');
    const database = openDatabase<LedgerTables>(
      certificatesEnvironment['DATABASE_URL'] ?? '',
      'certificates',
    );
    const ledger = new SqlLedger(database);
    const nowMs = await ledger.nowMs();
    // Its end was written down by the clock of the process, which follows the ledger's and may be ahead of it.
    await expect(ledger.forget(nowMs + 60_000, nowMs, 10)).resolves.toBe(1);
    await database.stop();

    await pluvo.resetRequests();
    const counted = `mutation ($input: IssueCertificateInput!) { issueCertificate(input: $input) {
      replayed issuance { status forgottenAt counts { total issued } } } }`;
    await expect(graph.ask(counted, { input })).resolves.toMatchObject({
      data: {
        issueCertificate: {
          replayed: true,
          issuance: {
            status: 'SUCCEEDED',
            forgottenAt: new Date(nowMs).toISOString(),
            counts: { total: 2, issued: 2 },
          },
        },
      },
    });
    const gone = { extensions: { code: 'ISSUANCE_FORGOTTEN', forgottenAt: expect.any(String) } };
    await expect(graph.ask(trail, { requestId })).resolves.toMatchObject({ errors: [gone] });
    await expect(graph.ask(details, { requestId })).resolves.toMatchObject({ errors: [gone] });
    expect((await pluvo.requests()).mutations).toBe(0);
  });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Graph } from '../support/Graph.js';
import { startProcess, type StartedProcess } from '../support/startProcess.js';
import {
  callerToken,
  describeSeparately,
  startSeparately,
  type SeparateProcesses,
} from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from './operations.js';
import { quickQuarantine } from './quickQuarantine.js';

const fast = { ...quickQuarantine, ISSUE_LEASE_MS: '1000' };

describeSeparately('With two replicas of the certificates process', () => {
  let processes: SeparateProcesses;
  let second: StartedProcess;
  let graphs: readonly [Graph, Graph];
  let certificateId = '';
  let people: string[];

  beforeAll(async () => {
    processes = await startSeparately(fast);
    // One that waits for long, so that it dies while it waits.
    second = await startProcess('certificates', {
      ...processes.certificatesEnvironment,
      PLUVO_SEND_TIMEOUT_MS: '60000',
      PLUVO_PROCESSING_BOUND_MS: '60000',
    });
    const gateway = await processes.startGateway(second.url);
    graphs = [processes.graph, new Graph(gateway.url, { authorization: `Bearer ${callerToken}` })];
    const { certificates } = await processes.graph.data(pageShape, page, { first: 50 });
    certificateId = certificates.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(processes.graph)).flatMap(({ email, isActive }) =>
      isActive ? email : [],
    );
  }, 60_000);
  afterAll(async () => {
    await second.stop();
    await processes.stop();
  });

  const input = (count: number, changes: object = {}) => ({
    requestId: randomUUID(),
    certificateId,
    title: `Certificate ${randomUUID()}`,
    emails: people.splice(0, count),
    ...changes,
  });

  test('50 callers with the same request ID at the same time are one effect and 50 identical answers', async () => {
    const same = input(3);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? graphs[0] : graphs[1]).data(issueShape, issue, { input: same }),
      ),
    );
    const issuances = answers.map(({ issueCertificate }) => issueCertificate.issuance);
    expect(issuances[0]).toMatchObject({ status: 'SUCCEEDED', counts: { issued: 3 } });
    for (const issuance of issuances) expect(issuance).toEqual(issuances[0]);
    await expect(processes.pluvo.effects(same.title)).resolves.toHaveLength(3);
  });

  test('50 request IDs for the same people at the same time are one effect for each person', async () => {
    const same = input(4);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? graphs[0] : graphs[1]).data(issueShape, issue, {
          input: { ...same, requestId: randomUUID() },
        }),
      ),
    );
    const codes = answers.flatMap(({ issueCertificate }) =>
      issueCertificate.issuance.recipients.edges.map(
        ({ node }) => node.failure?.code ?? node.status,
      ),
    );
    expect(codes.filter((code) => code === 'ISSUED')).toHaveLength(4);
    expect(new Set(codes)).toEqual(
      new Set([
        'ISSUED',
        ...codes.filter((code) => /^(ALREADY_ISSUED|IN_PROGRESS_ELSEWHERE)$/.test(code)),
      ]),
    );
    await expect(processes.pluvo.effects(same.title)).resolves.toHaveLength(4);
  });

  test('what one replica has issued shows in a portfolio that the other has cached', async () => {
    const { emails, ...rest } = input(1);
    const portfolio = `query ($email: EmailAddress!) { user(email: $email) { portfolioItems { edges { node { title } } } } }`;
    await graphs[1].ask(portfolio, { email: emails[0] });
    await graphs[0].ask(issue, { input: { ...rest, emails } });
    await expect(graphs[1].ask(portfolio, { email: emails[0] })).resolves.toMatchObject({
      data: {
        user: {
          portfolioItems: { edges: expect.arrayContaining([{ node: { title: rest.title } }]) },
        },
      },
    });
  });

  test('when one replica dies in the middle, the other goes on, and finds out what became of the call in flight', async () => {
    const same = input(200, { waitMs: 0 });
    // The first of four calls is carried out and never answered.
    await processes.pluvo.arm({
      name: 'slow',
      delayMs: 60_000,
      count: 1,
      operation: 'generateCertificate',
    });
    await graphs[1].ask(issue, { input: same });
    while ((await processes.pluvo.effects(same.title)).length < 50) await delay(10);
    await second.kill();
    await processes.pluvo.clearFaults();
    const ended = async () => {
      const { issueCertificate } = await graphs[0].data(issueShape, issue, {
        input: { ...same, waitMs: 20_000 },
      });
      return issueCertificate.issuance;
    };
    const issuance = await ended();
    const effects = await processes.pluvo.effects(same.title);
    expect(issuance).toMatchObject({ status: 'SUCCEEDED', counts: { total: 200, issued: 200 } });
    expect(effects).toHaveLength(200);
    expect(new Set(effects.map(({ userId }) => userId)).size).toBe(200);
  });
});

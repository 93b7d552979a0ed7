import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Closings } from '../../platform/lifecycle.js';
import { failPoints, type FailPoint } from '../../subgraphs/certificates/issuance/failPoint.js';
import { emptyDatabases } from '../support/emptyDatabases.js';
import { startProcess, type StartedProcess } from '../support/startProcess.js';
import {
  describeSeparately,
  startSeparately,
  type SeparateProcesses,
} from '../support/topologies.js';
import { everybody, issue, issueShape, page, pageShape } from './operations.js';
import { quickQuarantine } from './quickQuarantine.js';

/** These are passed only on the way from an answer that was lost. */
const afterLoss: readonly FailPoint[] = ['reconciling', 'reconciled'];
/** Where nobody can know whether the process had sent. */
const unknown = ['intent-written', 'answered'] as const satisfies readonly FailPoint[];

describeSeparately('When the certificates process is killed with kill -9', () => {
  let processes: SeparateProcesses;
  const closings = new Closings();
  let certificateId = '';
  let people: string[];
  let port = '';

  beforeAll(async () => {
    processes = await startSeparately();
    const { certificates } = await processes.graph.data(pageShape, page, { first: 50 });
    certificateId = certificates.edges.find((edge) => edge?.node?.title)?.node?.id ?? '';
    people = (await everybody(processes.graph)).flatMap(({ email, isActive }) =>
      isActive ? email : [],
    );
    port = new URL(processes.certificates.url).port;
    await processes.certificates.stop();
  }, 60_000);
  afterAll(async () => {
    await processes.stop();
    await closings.run();
  });

  // A ledger for each test: a process would die amid what an earlier one left to look at.
  describe.each(emptyDatabases)('with the ledger on %s,', (_engine, createLedger) => {
    const start = (changes: Readonly<Record<string, string>> = {}) =>
      startProcess('certificates', {
        ...processes.certificatesEnvironment,
        CERTIFICATES_DATABASE_URL: ledger,
        CERTIFICATES_PORT: port,
        ...quickQuarantine,
        ISSUE_LEASE_MS: '500',
        ...changes,
      });
    let input: { requestId: string; certificateId: string; title: string; emails: string[] };
    let ledger = '';
    let running: StartedProcess | undefined;

    beforeEach(async () => {
      const emails = [...people.splice(0, 2), `nobody.${randomUUID()}@example.org`];
      input = {
        requestId: randomUUID(),
        certificateId,
        title: `Certificate ${randomUUID()}`,
        emails,
      };
      ledger = await createLedger(closings);
    });
    afterEach(async () => {
      await processes.pluvo.clearFaults();
      await running?.stop();
    });

    /** The same request again, until it has ended. */
    async function retried() {
      for (;;) {
        const { issueCertificate } = await processes.graph.data(issueShape, issue, { input });
        const { issuance } = issueCertificate;
        if (issuance.retryAfterMs === null) return issuance;
        await delay(issuance.retryAfterMs);
      }
    }

    async function expectTruth(status: 'PARTIAL' | 'NEEDS_REVIEW') {
      const issuance = await retried();
      const effects = await processes.pluvo.effects(input.title);
      const issued = issuance.recipients.edges.filter(({ node }) => node.status === 'ISSUED');
      expect(issuance.status).toBe(status);
      // Nobody has two, and whoever is said to have one has it.
      expect(new Set(effects.map(({ userId }) => userId)).size).toBe(effects.length);
      expect(effects.map(({ userId }) => userId)).toEqual(
        expect.arrayContaining(issued.map(({ node }) => node.pluvoUserId)),
      );
      if (status === 'PARTIAL') {
        expect(issuance.counts).toMatchObject({ issued: 2, failed: 1, parked: 0 });
        expect(effects).toHaveLength(2);
      } else {
        expect(issuance.counts).toMatchObject({ issued: 0, failed: 1, parked: 2 });
        expect(effects).toHaveLength(0);
      }
    }

    test.each(failPoints)(
      'at "%s", a retry with the same request ID tells the truth and nobody gets two',
      async (failPoint) => {
        if (afterLoss.includes(failPoint)) {
          await processes.pluvo.arm({ name: '503-after-effect', count: 1 });
        }
        const dying = await start({ FAIL_POINT: failPoint });
        const lost = await processes.graph.ask(issue, { input });
        expect(lost.errors?.[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
        await dying.ended;
        running = await start();
        await expectTruth('PARTIAL');
      },
    );

    test.each(unknown)(
      'at "%s" under PARK, only what the portfolio shows is issued, and nothing is sent again',
      async (failPoint) => {
        await processes.pluvo.resetRequests();
        const dying = await start({ FAIL_POINT: failPoint });
        await processes.graph.ask(issue, { input });
        await dying.ended;
        running = await start({ ISSUE_UNKNOWN: 'PARK' });
        await expectTruth(failPoint === 'answered' ? 'PARTIAL' : 'NEEDS_REVIEW');
        expect((await processes.pluvo.requests()).mutations).toBeLessThanOrEqual(1);
      },
    );

    test('after Pluvo has issued and before its answer, the portfolio tells the next process', async () => {
      await processes.pluvo.arm({
        name: 'slow',
        delayMs: 20_000,
        count: 1,
        operation: 'generateCertificate',
      });
      const dying = await start({
        PLUVO_SEND_TIMEOUT_MS: '30000',
        PLUVO_PROCESSING_BOUND_MS: '30000',
      });
      const asking = processes.graph.ask(issue, { input });
      while ((await processes.pluvo.effects(input.title)).length === 0) await delay(10);
      await dying.kill();
      await asking;
      running = await start();
      await expectTruth('PARTIAL');
    });

    test('an accepted request is completed by the next process, also if nobody asks again', async () => {
      const dying = await start({ FAIL_POINT: 'accepted' });
      await processes.graph.ask(issue, { input });
      await dying.ended;
      running = await start();
      while ((await processes.pluvo.effects(input.title)).length < 2) await delay(20);
      await expectTruth('PARTIAL');
    });
  });
});

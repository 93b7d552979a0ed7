import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { certificatePage, issuableCertificate, type CertificatePage } from './certificatePages.js';
import type { GraphClient } from './GraphClient.js';
import {
  finished,
  issuanceFields,
  issuanceSchema,
  issueByEmail,
  type EmailRequest,
  type Issuance,
} from './issuance.js';
import { issuablePeople, itemsOfTitle, personByEmail } from './people.js';
import { expectThat, type Step } from './report.js';

/** What makes one run different from every other, so that runs do not disturb each other. */
export interface Run {
  readonly title: string;
  readonly unknownEmail: string;
  /** Makes a request ID. */
  requestId(): string;
}

/** The whole story of the graph against any deployment, through nothing but the graph itself. */
export async function tellStory(graph: GraphClient, run: Run, step: Step): Promise<void> {
  const [page1, page2] = await step(
    'two pages of certificates forward',
    () => twoPages(graph),
    (pages) => pages.map(({ edges }) => `${String(edges.length)} certificates`).join(', then '),
  );
  await step(
    'and one back',
    async () => {
      const { startCursor } = page2.pageInfo;
      const back = await certificatePage(graph, { last: page1.edges.length, before: startCursor });
      expectThat(isDeepStrictEqual(back.edges, page1.edges), 'the first page again');
    },
    () => 'the first page again',
  );
  const certificateId = await step(
    'a certificate to issue',
    () => issuableCertificate(graph),
    (id) => id,
  );
  const [ada, grace, barbara] = await step(
    'three active people who are linked to Pluvo',
    async () => {
      const [first, second, third] = await issuablePeople(graph, 3);
      expectThat(first !== undefined && second !== undefined && third !== undefined, 'three');
      return [first, second, third] as const;
    },
    () => 'found',
  );
  await step(
    'a person by e-mail address, in capitals',
    async () => {
      const id = await personByEmail(graph, ada.email.toUpperCase());
      expectThat(id === ada.id, 'the same person');
    },
    () => 'the same person',
  );

  const request: EmailRequest = {
    requestId: run.requestId(),
    certificateId,
    emails: [ada.email, grace.email, run.unknownEmail],
    title: run.title,
  };
  const issued = await step(
    'issue to three addresses, one of them unknown',
    async () => {
      const issuance = await issue(graph, request);
      expectIssued(issuance, { issued: [ada.email, grace.email], unknown: run.unknownEmail });
      return issuance;
    },
    ({ status, counts }) =>
      `${status}: ${String(counts.issued)} issued, ${String(counts.failed)} failed`,
  );
  await step(
    // The address that was unknown is looked up again; nobody is issued to again, as the portfolios will show.
    'the same request again has the same outcome',
    async () => {
      const { data, messages } = await issueByEmail(graph, request);
      expectThat(data !== undefined, `the answer again, got: ${messages.join(' ')}`);
      const { issuance } = data.issueCertificate;
      const again = await finished(graph, request.requestId, issuance);
      expectThat(isDeepStrictEqual(again, issued), 'the same issuance');
    },
    () => 'the same issuance',
  );
  await step(
    'the same request ID with another title is refused',
    async () => {
      const { codes } = await issueByEmail(graph, { ...request, title: `${run.title}, changed` });
      expectThat(
        isDeepStrictEqual(codes, ['REQUEST_ID_REUSED']),
        `REQUEST_ID_REUSED, got ${codes.join(', ') || 'no error'}`,
      );
    },
    () => 'REQUEST_ID_REUSED',
  );
  await step(
    'generateCertificate with a Pluvo id',
    () =>
      generate(graph, {
        requestId: run.requestId(),
        id: certificateId,
        title: run.title,
        userIds: [barbara.pluvoId],
      }),
    (status) => status,
  );
  for (const [index, { email }] of [ada, grace, barbara].entries()) {
    await step(
      `what person ${String(index + 1)} has`,
      async () => {
        const items = await itemsOfTitle(graph, email, run.title);
        expectThat(items === 1, `exactly one item of this run, found ${String(items)}`);
      },
      () => 'exactly one',
    );
  }
}

async function twoPages(graph: GraphClient): Promise<readonly [CertificatePage, CertificatePage]> {
  const { count } = await certificatePage(graph, { first: 1 });
  const first = Math.max(1, Math.min(5, Math.floor((count ?? 2) / 2)));
  const page1 = await certificatePage(graph, { first });
  expectThat(page1.pageInfo.hasNextPage, 'more than one page: at least two certificates');
  const page2 = await certificatePage(graph, { first, after: page1.pageInfo.endCursor });
  expectThat(page2.pageInfo.hasPreviousPage, 'a page before the second');
  const cursors = [...page1.edges, ...page2.edges].map((edge) => edge?.cursor);
  expectThat(new Set(cursors).size === first * 2, 'two full pages without a certificate in common');
  return [page1, page2];
}

async function issue(graph: GraphClient, request: EmailRequest): Promise<Issuance> {
  const { data, messages } = await issueByEmail(graph, request);
  expectThat(data !== undefined, `an issuance, got: ${messages.join(' ')}`);
  expectThat(!data.issueCertificate.replayed, 'a new request ID not to be replayed');
  return finished(graph, request.requestId, data.issueCertificate.issuance);
}

function expectIssued(issuance: Issuance, expected: { issued: string[]; unknown: string }): void {
  expectThat(issuance.status === 'PARTIAL', `the status PARTIAL, got ${issuance.status}`);
  const recipients = issuance.recipients.edges.map(({ node }) => node);
  for (const email of expected.issued) {
    const status = recipients.find((recipient) => recipient.email === email.toLowerCase())?.status;
    expectThat(status === 'ISSUED', `everybody known to be ISSUED, got ${String(status)}`);
  }
  const code = recipients.find(({ email }) => email === expected.unknown)?.failure?.code;
  expectThat(code === 'USER_NOT_FOUND', `USER_NOT_FOUND for the unknown one, got ${String(code)}`);
  expectThat(recipients.length === 3, `three recipients, got ${String(recipients.length)}`);
}

/** @returns how the issuance ended. */
async function generate(
  graph: GraphClient,
  variables: { requestId: string; id: string; title: string; userIds: string[] },
): Promise<string> {
  const { generateCertificate } = await graph.ask(
    `mutation ($requestId: ID!, $id: UUID!, $title: String, $userIds: [UUID!]!) {
      generateCertificate(requestId: $requestId, id: $id, title: $title, userIds: $userIds) {
        bulkGenerate { succeededIds failedIds }
        issuance { ${issuanceFields} }
      }
    }`,
    variables,
    z.object({
      generateCertificate: z.object({
        bulkGenerate: z.object({
          succeededIds: z.array(z.string()),
          failedIds: z.array(z.string()),
        }),
        issuance: issuanceSchema,
      }),
    }),
  );
  const { failedIds } = generateCertificate.bulkGenerate;
  expectThat(failedIds.length === 0, 'nobody in failedIds');
  const { status } = await finished(graph, variables.requestId, generateCertificate.issuance);
  expectThat(status === 'SUCCEEDED', `the status SUCCEEDED, got ${status}`);
  return status;
}

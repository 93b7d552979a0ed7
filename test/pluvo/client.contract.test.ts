import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../platform/clock.js';
import type { PluvoClient, PluvoPage } from '../../pluvo/PluvoClient.js';
import { pluvoPageSize, type PluvoCertificate, type PluvoConnection } from '../../pluvo/types.js';
import { contractTarget, type RunningTarget, type TrialIssue } from './support/contractTarget.js';
import { sendBy } from './support/sendBy.js';

/*
 * What this project believes about Pluvo, as one suite. It runs against a sandbox, or against a real organization:
 *
 *   PLUVO_CONTRACT_URL=https://acme.pluvo.com PLUVO_CONTRACT_CLIENT_ID=… PLUVO_CONTRACT_CLIENT_SECRET=… \
 *     npx jest test/pluvo/client.contract.test.ts
 *
 * That only reads. Issuing is tried as well if PLUVO_CONTRACT_ISSUE_TO (the Pluvo id of one person, who gets one real
 * certificate and one e-mail) and PLUVO_CONTRACT_CERTIFICATE (the id of a certificate) are both set.
 * PLUVO_CONTRACT_SCOPES asks for other scopes than PLUVO_SCOPES does by default.
 */
const target = contractTarget(process.env);
const asPerson = { priority: 'person' } as const;
const ifIssuing = target.mayIssue ? test : test.skip;

/** Enough for any organization this is tried on; a walk that takes longer goes in circles. */
const mostPages = 40;

describe(`Pluvo keeps its contract: ${target.name}`, () => {
  let client: PluvoClient;
  let running: RunningTarget;
  let trial: TrialIssue | undefined;
  beforeAll(async () => {
    running = await target.start();
    ({ client, trial } = running);
  });
  afterAll(() => running.stop());

  const certificates = async (page: PluvoPage) => {
    const connection = await client.certificates(page, asPerson);
    if (!connection) throw new Error('Expected a connection of certificates, got null.');
    return connection;
  };
  const cursors = ({ edges }: PluvoConnection<unknown>) => edges.map((edge) => edge?.cursor);
  const ids = ({ edges }: PluvoConnection<{ readonly id: string }>) =>
    edges.map((edge) => edge?.node?.id ?? null);
  const peopleIds = async () => {
    const page = await client.users({ first: pluvoPageSize }, asPerson);
    return ids(page).filter((id) => id !== null);
  };

  /** All pages of certificates, from the first one. */
  async function walkForward(): Promise<PluvoConnection<PluvoCertificate>[]> {
    const pages = [await certificates({ first: pluvoPageSize })];
    for (let last = pages[0]; last?.pageInfo.hasNextPage; last = pages.at(-1)) {
      if (pages.length > mostPages) throw new Error('Expected the pages to end.');
      const after = last.pageInfo.endCursor ?? undefined;
      pages.push(await certificates({ first: pluvoPageSize, after }));
    }
    return pages;
  }

  /** All pages, from the last one, in the order of the list. */
  async function walkBack(): Promise<PluvoConnection<PluvoCertificate>[]> {
    const pages = [await certificates({ last: pluvoPageSize })];
    for (let first = pages[0]; first?.pageInfo.hasPreviousPage; first = pages[0]) {
      if (pages.length > mostPages) throw new Error('Expected the pages to end.');
      const before = first.pageInfo.startCursor ?? undefined;
      pages.unshift(await certificates({ last: pluvoPageSize, before }));
    }
    return pages;
  }

  test('it gives a token that is good for reading', async () => {
    await expect(client.ready()).resolves.toBeUndefined();
  });

  test('certificates come in pages of 50, forward to the end, each once', async () => {
    const pages = await walkForward();
    const seen = pages.flatMap(ids);
    const known = seen.filter((id) => id !== null);
    expect(new Set(known).size).toBe(known.length);
    for (const page of pages.slice(0, -1)) expect(page.edges).toHaveLength(pluvoPageSize);
    const { count } = pages[0] ?? {};
    expect([null, seen.length]).toContain(count);
  });

  test('pages back from the end hold the same certificates in the same order', async () => {
    expect((await walkBack()).flatMap(ids)).toEqual((await walkForward()).flatMap(ids));
  });

  test('a page goes on right after, or right before, the cursor it is given', async () => {
    // Edges may be null, the cursors of pageInfo are not.
    const [four, nine] = [await certificates({ first: 4 }), await certificates({ first: 9 })];
    const after = await certificates({ first: 4, after: four.pageInfo.endCursor ?? undefined });
    const before = await certificates({ last: 4, before: nine.pageInfo.endCursor ?? undefined });
    expect(cursors(after)).toEqual(cursors(nine).slice(4, 8));
    expect(cursors(before)).toEqual(cursors(nine).slice(4, 8));
  });

  test('a page of more than 50 is refused', async () => {
    await expect(client.certificates({ first: pluvoPageSize + 1 }, asPerson)).rejects.toMatchObject(
      {
        code: 'PLUVO_REFUSED',
      },
    );
  });

  test('people come in pages of 50, with the address that links them', async () => {
    const first = await client.users({ first: pluvoPageSize }, asPerson);
    const people = first.edges.flatMap((edge) => edge?.node ?? []);
    expect(people.length).toBeGreaterThan(0);
    for (const { id, email } of people) {
      expect(id).toMatch(/^[0-9a-f-]{36}$/i);
      expect(email).toContain('@');
    }
    const { hasNextPage, endCursor } = first.pageInfo;
    const next = await client.users(
      { first: pluvoPageSize, after: endCursor ?? undefined },
      asPerson,
    );
    expect(next.edges.length > 0).toBe(hasNextPage);
    const seen = new Set(ids(first));
    expect(ids(next).filter((id) => seen.has(id))).toEqual([]);
  });

  test('the portfolios of several people come in one answer, in the order asked, also twice', async () => {
    const asked = (await peopleIds()).slice(0, 20);
    const twice = [...asked, ...asked.slice(0, 5)];
    const portfolios = await client.portfolioItems(twice, asPerson);
    expect(portfolios).toHaveLength(twice.length);
    portfolios.forEach((items, index) => {
      for (const item of items) {
        expect(item.user?.id?.toLowerCase()).toBe(twice[index]?.toLowerCase());
        expect(Date.parse(item.startDate ?? '')).not.toBeNaN();
      }
    });
    expect(portfolios.slice(asked.length)).toEqual(portfolios.slice(0, 5));
    await expect(client.portfolioItems([], asPerson)).resolves.toEqual([]);
  });

  test('a portfolio item is found by its id as its portfolio shows it, and an unknown one is null', async () => {
    const [item] = (await client.portfolioItems((await peopleIds()).slice(0, 25), asPerson)).flat();
    if (!item) throw new Error('Expected somebody on the first page to have a portfolio item.');
    await expect(client.portfolioItem(item.id, asPerson)).resolves.toEqual(item);
    await expect(client.portfolioItem(randomUUID(), asPerson)).resolves.toBeNull();
  });

  ifIssuing(
    'an issued certificate is recognised in the portfolio by its title and its date, to the second',
    async () => {
      if (!trial) throw new Error('Expected somebody to issue to.');
      const { userId, certificateId } = trial;
      const title = `Contract check ${randomUUID()}`;
      const issueDate = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();
      const outcome = await client.generateCertificate(
        { certificateId, title, userIds: [userId], issueDate },
        sendBy(systemClock.monotonicMs() + 10_000),
      );
      expect(outcome).toEqual({
        kind: 'DEFINITE',
        result: { succeededIds: [userId], failedIds: [] },
      });
      const find = async () =>
        (await client.portfolioItems([userId], asPerson))
          .flat()
          .filter((item) => item.title === title);
      let found = await find();
      for (let looks = 1; found.length === 0 && looks < 20; looks += 1) {
        await delay(1_000);
        found = await find();
      }
      expect(found.map(({ startDate = '' }) => Date.parse(startDate))).toEqual([
        Date.parse(issueDate),
      ]);
    },
    60_000,
  );

  ifIssuing('somebody whom Pluvo does not know ends among the failed ones', async () => {
    if (!trial) throw new Error('Expected a certificate to issue.');
    const stranger = randomUUID();
    const outcome = await client.generateCertificate(
      {
        certificateId: trial.certificateId,
        title: `Contract check ${randomUUID()}`,
        userIds: [stranger],
        issueDate: new Date().toISOString(),
      },
      sendBy(systemClock.monotonicMs() + 10_000),
    );
    expect(outcome).toEqual({
      kind: 'DEFINITE',
      result: { succeededIds: [], failedIds: [stranger] },
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import { ada, grace } from '../sandbox/support/documents.js';
import { startPluvo, type TestPluvo } from '../support/startPluvo.js';
import { sendBy } from '../support/sendBy.js';

const asPerson = { priority: 'person' } as const;

describe('A client that knows what Pluvo has lost', () => {
  let pluvo: TestPluvo;
  let client: PluvoClient;
  beforeEach(async () => {
    pluvo = await startPluvo();
    client = pluvo.client;
  });
  afterEach(() => pluvo.stop());

  /** Pluvo loses these, and the client reads its schema. */
  async function lose(...coordinates: string[]): Promise<void> {
    pluvo.sandbox.schema.lose(coordinates);
    pluvo.client.schema.learn(await pluvo.client.readSchema());
    pluvo.sandbox.requests.reset();
  }
  const lost = (...coordinates: string[]) => ({
    code: 'PLUVO_FIELD_LOST',
    details: { lost: coordinates },
  });
  const issue = () =>
    client.generateCertificate(
      {
        certificateId: pluvo.sandbox.firstCertificateId,
        title: 'First Aid',
        userIds: [grace(pluvo.sandbox).id],
        issueDate: '2026-01-15T09:00:00Z',
      },
      sendBy(pluvo.clock.monotonicMs() + 10_000),
    );

  test('reads certificates with everything but the lost field, which is absent and not null', async () => {
    await lose('Certificate.title');
    const page = await client.certificates({ first: 1 }, asPerson);
    const node = page?.edges[0]?.node;
    expect(node).toEqual({ id: expect.any(String), name: expect.any(String) });
    expect(node).not.toHaveProperty('title');
  });

  test('reads a page whose count is lost', async () => {
    await lose('CertificateConnection.count');
    const page = await client.certificates({ first: 1 }, asPerson);
    expect(page?.edges).toHaveLength(1);
    expect(page).not.toHaveProperty('count');
  });

  test.each(['title', 'description', 'startDate', 'endDate', 'files', 'user'])(
    'reads portfolios, and single items, without the lost %s',
    async (field) => {
      const { id } = ada(pluvo.sandbox);
      const [whole] = (await client.portfolioItems([id], asPerson)).flat();
      await lose(`PortfolioItem.${field}`);
      const rest = Object.fromEntries(
        Object.entries(whole ?? {}).filter(([name]) => name !== field),
      );
      const [item] = (await client.portfolioItems([id], asPerson)).flat();
      expect(item).toEqual(rest);
      await expect(client.portfolioItem(whole?.id ?? '', asPerson)).resolves.toEqual(rest);
    },
  );

  test('reads portfolios without their user when nothing of the user is left to ask for', async () => {
    await lose('User.id', 'User.email');
    const [item] = (await client.portfolioItems([ada(pluvo.sandbox).id], asPerson)).flat();
    expect(item?.title).toEqual(expect.any(String));
    expect(item).not.toHaveProperty('user');
  });

  test.each(['id', 'email', 'name', 'isActive'])(
    'does not read people without their %s, and sends nothing',
    async (field) => {
      await lose(`User.${field}`);
      await expect(client.users({ first: 50 }, asPerson)).rejects.toMatchObject(
        lost(`User.${field}`),
      );
      expect(pluvo.sandbox.requests.report()).toMatchObject({ queries: 0, invalid: 0 });
    },
  );

  test('reads people without what nobody needs', async () => {
    await lose('User.ref', 'UserConnection.count');
    const page = await client.users({ first: 1 }, asPerson);
    expect(page.edges[0]?.node).toMatchObject({ email: expect.any(String) });
  });

  test.each(['Query.certificates', 'Query.certificates(last:)', 'PageInfo.endCursor'])(
    'does not ask for certificates without %s; portfolios go on',
    async (coordinate) => {
      await lose(coordinate);
      await expect(client.certificates({ first: 1 }, asPerson)).rejects.toMatchObject(
        lost(coordinate),
      );
      await expect(client.portfolioItems([ada(pluvo.sandbox).id], asPerson)).resolves.toHaveLength(
        1,
      );
      expect(pluvo.sandbox.requests.report().invalid).toBe(0);
    },
  );

  test('is ready although certificates cannot be asked for', async () => {
    await lose('Query.certificates');
    await expect(client.ready()).resolves.toBeUndefined();
  });

  test.each([
    'Mutation.generateCertificate',
    'Mutation.generateCertificate(title:)',
    'Mutation.generateCertificate(trainingId:)',
    'BulkAction.succeededIds',
    'BulkAction.failedIds',
  ])('does not send generateCertificate without %s', async (coordinate) => {
    await lose(coordinate);
    await expect(issue()).resolves.toEqual({
      kind: 'NOT_SENT',
      reason: expect.stringContaining(coordinate),
    });
    expect(pluvo.sandbox.requests.report()).toMatchObject({ mutations: 0, invalid: 0 });
    expect(pluvo.sandbox.organization.effects.find({})).toEqual([]);
  });

  test('asks in full again once Pluvo has everything again', async () => {
    await lose('Certificate.title', 'BulkAction.failedIds');
    await lose();
    const page = await client.certificates({ first: 1 }, asPerson);
    expect(page?.edges[0]?.node?.title).toEqual(expect.any(String));
    await expect(issue()).resolves.toMatchObject({ kind: 'DEFINITE' });
  });

  test('that does not know of it yet begins to doubt when Pluvo refuses a read or a mutation', async () => {
    let doubts = 0;
    pluvo.client.schema.onDoubt(() => (doubts += 1));
    pluvo.sandbox.schema.lose(['Certificate.title', 'BulkAction.failedIds']);
    await expect(client.certificates({ first: 1 }, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_REFUSED',
    });
    await expect(issue()).resolves.toMatchObject({ kind: 'REJECTED_BEFORE_EXECUTION' });
    expect(doubts).toBe(2);
  });
});

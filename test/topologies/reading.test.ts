import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Graph } from '../support/Graph.js';
import type { PluvoAdmin } from '../support/PluvoAdmin.js';
import { describeBothTopologies, type Topology } from '../support/topologies.js';
import { page, pageShape } from './operations.js';

const person = `query ($email: EmailAddress!) {
  user(email: $email) { id name portfolioItems(first: 5) { count edges { node { title user { name } } } } } }`;

describeBothTopologies('Reading through the graph', (start) => {
  let topology: Topology;
  let graph: Graph;
  let pluvo: PluvoAdmin;
  beforeAll(async () => {
    topology = await start();
    ({ graph, pluvo } = topology);
  }, 60_000);
  afterAll(() => topology.stop());

  const certificates = async (args: object) =>
    (await graph.data(pageShape, page, args)).certificates;
  const ids = ({ edges }: Awaited<ReturnType<typeof certificates>>) =>
    edges.map((edge) => edge?.node?.id ?? null);

  test('200 certificates in pages of 20 are 4 queries to Pluvo the first time, and none the second', async () => {
    await pluvo.resetRequests();
    const walk = async () => {
      const seen: (string | null)[] = [];
      let after: string | null = null;
      for (let pages = 0; pages < 10; pages += 1) {
        const read: Awaited<ReturnType<typeof certificates>> = await certificates({
          first: 20,
          after,
        });
        seen.push(...ids(read));
        after = read.pageInfo.endCursor;
      }
      return seen;
    };
    const first = await walk();
    expect(first).toHaveLength(200);
    expect((await pluvo.requests()).operations).toMatchObject({ certificates: 4 });
    await pluvo.resetRequests();
    await expect(walk()).resolves.toEqual(first);
    expect((await pluvo.requests()).queries).toBe(0);
  });

  test('a page may be larger than the 50 that Pluvo gives, and holds the same in the same order', async () => {
    const all = await certificates({ first: 500 });
    expect(all.edges).toHaveLength(240);
    expect(all.count).toBe(240);
    expect(all.pageInfo.hasNextPage).toBe(false);
    const second = await certificates({ first: 70, after: all.edges[29]?.cursor ?? null });
    expect(ids(second)).toEqual(ids(all).slice(30, 100));
  });

  test('pages go back as they go forward', async () => {
    const last = await certificates({ last: 60 });
    const before = await certificates({ last: 60, before: last.pageInfo.startCursor });
    const all = await certificates({ first: 240 });
    expect([...ids(before), ...ids(last)]).toEqual(ids(all).slice(120));
    expect(before.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
  });

  test('null names, titles, nodes and edges of Pluvo reach the caller', async () => {
    const { edges } = await certificates({ first: 240 });
    expect(edges).toContain(null);
    expect(edges.some((edge) => edge?.node === null)).toBe(true);
    expect(
      edges.some((edge) => edge?.node && (edge.node.name === null || edge.node.title === null)),
    ).toBe(true);
  });

  test.each([
    [{ first: 5, last: 5 }, 'INVALID_PAGE_ARGUMENTS'],
    [{ first: -1 }, 'INVALID_PAGE_ARGUMENTS'],
    [{ last: -1 }, 'INVALID_PAGE_ARGUMENTS'],
    [{ first: 501 }, 'INVALID_PAGE_ARGUMENTS'],
    [{ first: 5, after: 'never-a-cursor' }, 'INVALID_CURSOR'],
    [{ last: 5, before: 'never-a-cursor' }, 'INVALID_CURSOR'],
  ])('%j is refused with %s, and Pluvo is not asked', async (args, code) => {
    await pluvo.resetRequests();
    await expect(graph.ask(page, args)).resolves.toMatchObject({
      errors: [{ extensions: { code } }],
    });
    expect((await pluvo.requests()).queries).toBe(0);
  });

  test('one certificate is found by its id, an unknown one is null, and a wrong id is refused', async () => {
    const query = 'query ($id: UUID!) { certificate(id: $id) { id name } }';
    const known = (await certificates({ first: 100 })).edges.findLast((edge) => edge?.node)?.node;
    await expect(graph.ask(query, { id: known?.id })).resolves.toMatchObject({
      data: { certificate: { id: known?.id } },
    });
    await expect(
      graph.ask(query, { id: '00000000-0000-4000-8000-000000000000' }),
    ).resolves.toMatchObject({
      data: { certificate: null },
    });
    await expect(graph.ask(query, { id: 'no-uuid' })).resolves.toMatchObject({
      errors: [{ extensions: { code: 'INVALID_UUID' } }],
    });
  });

  test('a person is found by e-mail address in any case, with what they have', async () => {
    const answer = await graph.ask(person, { email: 'ADA.Lovelace@example.com' });
    const item = expect.objectContaining({
      node: expect.objectContaining({ user: { name: 'Ada Lovelace' } }),
    });
    expect(answer).toMatchObject({
      data: {
        user: { name: 'Ada Lovelace', portfolioItems: { edges: expect.arrayContaining([item]) } },
      },
    });
    await expect(graph.ask(person, { email: 'nobody@example.com' })).resolves.toMatchObject({
      data: { user: null },
    });
  });

  test('`me` is the person the caller asks for', async () => {
    await expect(graph.ask('{ me { email } }')).resolves.toMatchObject({
      data: { me: { email: 'ada.lovelace@example.com' } },
    });
  });

  test('the portfolios of 100 people are 4 queries to Pluvo', async () => {
    await pluvo.resetRequests();
    const shape = z.object({
      users: z.object({
        edges: z.array(
          z.object({ node: z.object({ portfolioItems: z.object({ count: z.number() }) }) }),
        ),
      }),
    });
    const { users } = await graph.data(
      shape,
      '{ users(first: 100) { edges { node { portfolioItems { count } } } } }',
    );
    expect(users.edges).toHaveLength(100);
    expect(users.edges.some(({ node }) => node.portfolioItems.count > 1)).toBe(true);
    expect((await pluvo.requests()).queries).toBe(4);
  });

  test('one portfolio that Pluvo cannot read is an error for that person, and nothing to the others', async () => {
    const shape = z.object({
      users: z.object({
        edges: z.array(
          z.object({
            node: z.object({
              pluvoId: z.string().nullable(),
              portfolioItems: z.object({ count: z.number() }).nullable(),
            }),
          }),
        ),
      }),
    });
    // Nobody has asked for these yet.
    const query = '{ users(last: 20) { edges { node { pluvoId portfolioItems { count } } } } }';
    const people = await graph.data(
      z.object({
        users: z.object({ edges: z.array(z.object({ node: z.object({ pluvoId: z.string() }) })) }),
      }),
      '{ users(last: 20) { edges { node { pluvoId } } } }',
    );
    const user = people.users.edges[7]?.node.pluvoId;
    await pluvo.arm({ name: 'portfolio-error', user, probability: 1 });
    const { data, errors } = await graph.ask(query);
    await pluvo.clearFaults();
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['users', 'edges', 7, 'node', 'portfolioItems'],
        extensions: expect.objectContaining({ code: 'PLUVO_REFUSED' }),
      }),
    ]);
    const counts = shape.parse(data).users.edges.map(({ node }) => node.portfolioItems?.count);
    expect(counts).toHaveLength(20);
    expect(counts.flatMap((count, nth) => (count === undefined ? nth : []))).toEqual([7]);
  });

  test('a portfolio is paged in both directions, and a cursor of another list is refused', async () => {
    const query = `query ($first: Int, $after: String, $last: Int, $before: String) {
      me { portfolioItems(first: $first, after: $after, last: $last, before: $before) {
        count pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } } }`;
    const shape = z.object({
      me: z.object({
        portfolioItems: z.object({
          count: z.number(),
          pageInfo: pageShape.shape.certificates.shape.pageInfo,
          edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
        }),
      }),
    });
    const read = async (args: object) => (await graph.data(shape, query, args)).me.portfolioItems;
    const all = await read({ first: 500 });
    expect(all.count).toBeGreaterThan(1);
    const first = await read({ first: 1 });
    const rest = await read({ first: 500, after: first.pageInfo.endCursor });
    expect([...first.edges, ...rest.edges]).toEqual(all.edges);
    const last = await read({ last: 1 });
    expect(last.edges).toEqual(all.edges.slice(-1));
    await expect(
      graph.ask(query, { first: 1, after: 'YXJyYXljb25uZWN0aW9uOjA=' }),
    ).resolves.toMatchObject({
      errors: [{ extensions: { code: 'INVALID_CURSOR' } }],
    });
  });

  test('when Pluvo is away, a reader gets an error with a code, and the rest of the answer', async () => {
    await pluvo.arm({ name: 'reset', operation: 'certificates', probability: 1 });
    const answer = await graph.ask(
      '{ me { name } certificates(first: 3, after: "YXJyYXljb25uZWN0aW9uOjE5OTk5") { count } }',
    );
    await pluvo.clearFaults();
    expect(answer).toMatchObject({
      data: { me: { name: 'Ada Lovelace' }, certificates: null },
      errors: [{ path: ['certificates'], extensions: { code: 'PLUVO_UNAVAILABLE' } }],
    });
  });
});

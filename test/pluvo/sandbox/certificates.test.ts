import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { useSandboxes, type TestSandbox } from './support/sandboxes.js';

const start = useSandboxes();

const nodeSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  title: z.string().nullable(),
});
const pageSchema = z.object({
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean(),
    startCursor: z.string().nullable(),
    endCursor: z.string().nullable(),
  }),
  count: z.number(),
  edges: z.array(z.object({ cursor: z.string(), node: nodeSchema.nullable() }).nullable()),
});
const query = `query ($first: Int, $after: String, $last: Int, $before: String) {
  certificates(first: $first, after: $after, last: $last, before: $before) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count
    edges { cursor node { id name title } }
  }
}`;

async function page({ graphql }: TestSandbox, variables: Record<string, unknown> = {}) {
  const { body } = await graphql(query, variables);
  return z.object({ data: z.object({ certificates: pageSchema }) }).parse(body).data.certificates;
}
const cursor = (offset: number) =>
  Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');

test('without arguments it is the first 50, with cursors as Graphene makes them', async () => {
  const { pageInfo, count, edges } = await page(await start());
  expect(edges).toHaveLength(50);
  expect(count).toBe(240);
  expect(edges[1]?.cursor).toBe(cursor(1));
  expect(pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: cursor(0),
    endCursor: cursor(49),
  });
});

test('following the cursors shows every certificate once', async () => {
  const sandbox = await start({ certificates: 120 });
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { pageInfo, edges } = await page(sandbox, { first: 50, after });
    ids.push(...edges.flatMap((edge) => edge?.node?.id ?? []));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(110);
  expect(ids.length).toBeLessThanOrEqual(120);
});

describe('of the two flags only the one in the direction of paging is ever true', () => {
  test.each([
    ['first', { first: 10, after: cursor(99) }, [100, 109], { next: true, previous: false }],
    [
      'first, at the end',
      { first: 10, after: cursor(229) },
      [230, 239],
      { next: false, previous: false },
    ],
    ['last', { last: 10, before: cursor(100) }, [90, 99], { next: false, previous: true }],
    [
      'last, at the beginning',
      { last: 10, before: cursor(10) },
      [0, 9],
      { next: false, previous: false },
    ],
    ['last alone', { last: 10 }, [230, 239], { next: false, previous: true }],
  ])('%s', async (_what, variables, [from = 0, to = 0], { next, previous }) => {
    const { pageInfo } = await page(await start(), variables);
    expect(pageInfo).toEqual({
      hasNextPage: next,
      hasPreviousPage: previous,
      startCursor: cursor(from),
      endCursor: cursor(to),
    });
  });
});

test('a page behind the end is empty', async () => {
  const { pageInfo, edges, count } = await page(await start(), { first: 5, after: cursor(1_000) });
  expect(edges).toEqual([]);
  expect(count).toBe(240);
  expect(pageInfo).toMatchObject({ hasNextPage: false, startCursor: null, endCursor: null });
});

test.each(['not a cursor', 'YXJyYXljb25uZWN0aW9uOng=', ''])(
  'the cursor "%s", which nobody made, is silently taken for none',
  async (after) => {
    const { pageInfo } = await page(await start(), { first: 5, after });
    expect(pageInfo.startCursor).toBe(cursor(0));
  },
);

test.each([
  [
    { first: 51 },
    'Requesting 51 records on the `certificates` connection exceeds the `first` limit of 50 records.',
  ],
  [
    { last: 99 },
    'Requesting 99 records on the `certificates` connection exceeds the `last` limit of 50 records.',
  ],
  [{ first: -1 }, 'Argument "first" must be a non-negative integer'],
])('%j is an error of the field', async (variables, message) => {
  const { graphql } = await start();
  const { status, body } = await graphql(query, variables);
  expect(status).toBe(200);
  expect(body).toEqual({
    errors: [{ message, locations: expect.any(Array), path: ['certificates'] }],
    data: { certificates: null },
  });
});

test('some edges, nodes, names and titles are null, but never in the first three', async () => {
  const sandbox = await start({ certificates: 1_000 });
  const pages = await Promise.all(
    Array.from({ length: 20 }, (_, nth) => page(sandbox, { after: cursor(nth * 50 - 1) })),
  );
  const edges = pages.flatMap((each) => each.edges);
  expect(edges).toHaveLength(1_000);
  const nodes = edges.flatMap((edge) => (edge ? [edge.node] : []));
  const present = nodes.flatMap((node) => (node ? [node] : []));
  expect(nodes.length).toBeLessThan(1_000);
  expect(present.length).toBeLessThan(nodes.length);
  expect(present.some(({ name }) => name === null)).toBe(true);
  expect(present.some(({ title }) => title === null)).toBe(true);
  for (const edge of edges.slice(0, 3)) {
    expect(edge?.node).toEqual({
      id: expect.any(String),
      name: expect.any(String),
      title: expect.any(String),
    });
  }
  expect(edges[0]?.node?.id).toBe(sandbox.sandbox.firstCertificateId);
});

test('the same seed gives the same certificates, another seed gives others', async () => {
  const [one, same, other] = await Promise.all([
    start({ seed: 'one' }),
    start({ seed: 'one' }),
    start({ seed: 'other' }),
  ]);
  expect(await page(same)).toEqual(await page(one));
  expect(await page(other)).not.toEqual(await page(one));
});

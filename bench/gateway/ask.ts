import { isDeepStrictEqual } from 'node:util';
import { request } from 'undici';
import { expectedAnswer } from './graph/expectedAnswer.js';
import type { Counts, Subgraphs } from './startSubgraphs.js';
import { bodiesOf, workloads, type WorkloadName } from './workloads.js';

/**
 * Asks some of the variations of a workload.
 * @throws Error if one is not answered as graphql-js answers it on the whole graph
 */
export async function expectAnswers(url: string, name: WorkloadName): Promise<void> {
  for (const [n, body] of bodiesOf(workloads[name]).entries()) {
    if (n % 25 !== 0) continue;
    const expected = expectedAnswer(name, n);
    const text = await ask(url, body);
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
    const { data: wanted } = JSON.parse(expected) as { data: unknown };
    if (errors === undefined && isDeepStrictEqual(data, wanted)) continue;
    throw new Error(`${name}: expected ${expected}, got ${text}`.slice(0, 2_000));
  }
}

/** What one operation asks of all subgraphs together, on average over some variations asked one after the other. */
export async function countFetches(
  url: string,
  name: WorkloadName,
  subgraphs: Subgraphs,
): Promise<Counts> {
  const bodies = bodiesOf(workloads[name]).slice(0, 20);
  const before = await subgraphs.counts();
  for (const body of bodies) await ask(url, body);
  const after = await subgraphs.counts();
  const each = (what: keyof Counts) => (after[what] - before[what]) / bodies.length;
  return {
    fetches: each('fetches'),
    representations: each('representations'),
    duplicates: each('duplicates'),
  };
}

async function ask(url: string, body: string): Promise<string> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const text = await response.body.text();
  if (response.statusCode === 200) return text;
  throw new Error(`Expected status 200, got ${String(response.statusCode)}: ${text}`);
}

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Graph } from '../support/Graph.js';
import type { PluvoAdmin } from '../support/PluvoAdmin.js';
import { describeBothTopologies, type Topology } from '../support/topologies.js';

const page = '{ certificates(first: 3) { edges { node { id } } } }';
const portfolio = '{ me { portfolioItems { count } } }';

describeBothTopologies('The freshness of an answer', (start) => {
  let topology: Topology;
  let graph: Graph;
  let pluvo: PluvoAdmin;
  beforeAll(async () => {
    topology = await start({ PAGE_TTL_MS: '100', PORTFOLIO_TTL_MS: '100' });
    ({ graph, pluvo } = topology);
  }, 60_000);
  afterAll(() => topology.stop());

  test('an answer made of cached pages says its age, one without them does not', async () => {
    await expect(graph.ask(page)).resolves.toMatchObject({ age: '0' });
    await expect(graph.ask('{ me { name } }')).resolves.toMatchObject({ age: null });
  });

  test('while Pluvo is away, readers get what was last known, and which part of it is stale and why', async () => {
    const before = await graph.ask(page);
    await graph.ask(portfolio);
    await pluvo.arm({ name: 'reset', probability: 1 });
    const failed = { freshness: { stale: [{ field: 'certificates', reason: 'UPSTREAM_FAILED' }] } };
    for (;;) {
      const answer = await graph.ask(page);
      expect(answer.errors).toBeUndefined();
      expect(answer.data).toEqual(before.data);
      if (JSON.stringify(answer.extensions ?? {}).includes('UPSTREAM_FAILED')) {
        expect(answer.extensions).toMatchObject(failed);
        break;
      }
    }
    const both = await graph.ask(
      '{ certificates(first: 3) { count } me { portfolioItems { count } } }',
    );
    expect(both.errors).toBeUndefined();
    expect(both.extensions).toMatchObject({
      freshness: {
        stale: expect.arrayContaining([
          expect.objectContaining({ field: 'certificates' }),
          expect.objectContaining({ field: 'portfolioItems' }),
        ]),
      },
    });
    await pluvo.clearFaults();
    const isStale = async () => (await graph.ask(page)).extensions !== undefined;
    while (await isStale());
  });

  test('an operator makes pages and portfolios invalid, and the next reader has new ones', async () => {
    const purge = (input: object) =>
      graph.ask('mutation ($input: PurgeInput!) { purge(input: $input) { purged } }', { input });
    await expect(purge({ certificates: true })).resolves.toMatchObject({
      data: { purge: { purged: 1 } },
    });
    await pluvo.resetRequests();
    await graph.ask(page);
    expect((await pluvo.requests()).operations).toMatchObject({ certificates: 1 });
    const portfoliosOf = ['00000000-0000-4000-8000-000000000000'];
    await expect(purge({ portfoliosOf })).resolves.toMatchObject({
      data: { purge: { purged: 1 } },
    });
    await expect(purge({ portfoliosOf: ['nobody'] })).resolves.toMatchObject({
      errors: [{ extensions: { code: 'INVALID_UUID' } }],
    });
  });
});

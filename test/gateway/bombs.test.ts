import { afterAll, describe, expect, test } from '@jest/globals';
import { localCaller } from '../../gateway/auth/localCaller.js';
import { createGateway } from '../../gateway/createGateway.js';
import type { PlanningBounds } from '../../gateway/planning/createPlanner.js';
import { Closings } from '../../platform/lifecycle.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import { shareable } from './planning/support/shareable.js';
import { uncompiled, uncompiledFields } from './planning/support/uncompiled.js';
import { ask, codes } from './support/ask.js';

const closings = new Closings();
afterAll(() => closings.run());

/** In front of subgraphs that all have everything, and answer the smallest query. */
async function start(
  planning: Partial<PlanningBounds>,
  shortLane: boolean,
  supergraphSdl = shareable(3),
) {
  const metrics = createMetrics();
  const answer = { data: { a: { __typename: 'A', id: 'a1' } } };
  const gateway = await createGateway({
    supergraphSdl,
    transportFor: () => ({
      execute: () => Promise.resolve(answer),
      exchange: () => Promise.resolve({ text: JSON.stringify(answer) }),
      ready: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
    identify: ({ authorization }) => (authorization === undefined ? localCaller : other),
    bodyLimitBytes: 100_000,
    ...{ planning, shortLane, metrics },
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
  closings.add(() => listening.stop());
  const count = async (name: string) =>
    (await metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value ?? 0;
  return {
    url: listening.url,
    kills: () => count('graphql_planning_kills_total'),
    fallbackRuns: () => count('gateway_fallback_runs_total'),
  };
}

const other = { name: 'other' };
/** How the other caller asks. */
const asOther = { headers: { authorization: 'other' } };

/** Small and within every limit, and planned for minutes. */
const bomb = (alias: string) => `{${`${alias}: a{`.repeat(11)}id${'}'.repeat(11)}}`;
const prepared = '{ a { id } }';
const answered = { status: 200, data: { a: { id: 'a1' } }, errors: [] };

describe.each([
  ['both lanes', true],
  ['the full lane only', false],
])('a gateway with %s', (_what, shortLane) => {
  test('goes on answering while operations are planned that take for ever, prepared ones and new ones', async () => {
    const { url } = await start({ deadlineMs: 5_000, workers: 2 }, shortLane);
    expect(await ask(url, prepared)).toMatchObject(answered);
    let refused = 0;
    const bombs = ['x', 'y', 'z'].map(async (alias) => {
      const answer = await ask(url, bomb(alias));
      refused += 1;
      return codes(answer);
    });
    expect(await ask(url, prepared)).toMatchObject(answered);
    expect(await ask(url, '{ a { __typename id } }')).toMatchObject({ status: 200, errors: [] });
    expect(refused).toBe(0);
    expect(new Set((await Promise.all(bombs)).flat())).toEqual(new Set(['PLANNING_TOO_COSTLY']));
  });

  test('refuses them when their time is over, at once when they come again, and under other names', async () => {
    const { url, kills } = await start({ deadlineMs: 1_000, workers: 1 }, shortLane);
    for (const query of [bomb('x'), bomb('x'), bomb('y')]) {
      const answer = await ask(url, query);
      expect([answer.status, answer.data, codes(answer)]).toEqual([
        400,
        undefined,
        ['PLANNING_TOO_COSTLY'],
      ]);
    }
    expect(await kills()).toBe(1);
    expect(await ask(url, prepared)).toMatchObject(answered);
  });

  test('answers what is prepared always, and refuses a caller who asks for too much that is new, not the others', async () => {
    const planning = { deadlineMs: 4_000, workers: 2, maxQueuedPerCaller: 1 };
    const { url } = await start(planning, shortLane);
    expect(await ask(url, prepared)).toMatchObject(answered);
    const bombs = ['', '__typename', '... on A { __typename }', '... on B { __typename }'].map(
      (leaf) => ask(url, bomb('x').replace('id', `id ${leaf}`)),
    );
    // The others are planned until their time is over.
    const refusal = await Promise.race(bombs);
    expect([refusal.status, refusal.errors[0]?.extensions]).toEqual([
      503,
      { code: 'PLANNING_OVERLOADED', by: 'the caller', limit: 1 },
    ]);
    for (const options of [asOther, {}])
      expect(await ask(url, prepared, options)).toMatchObject(answered);
  });

  test('plans what only the executor of @apollo/gateway can run under the same deadline, and once', async () => {
    const planning = { deadlineMs: 5_000, workers: 2 };
    const { url, fallbackRuns } = await start(planning, shortLane, uncompiled(3));
    const refusal = ask(url, `{ ${uncompiledFields} ${bomb('x').slice(1)}`);
    for (const times of [1, 2]) {
      // The subgraph answers nothing of what is asked for; what comes shows that it was asked.
      const answer = await ask(url, `{ ${uncompiledFields} }`);
      expect([answer.status, answer.data]).toEqual([200, { wide: null }]);
      expect(await fallbackRuns()).toBe(times);
    }
    expect(await ask(url, prepared)).toMatchObject(answered);
    const refused = await refusal;
    expect([refused.status, codes(refused)]).toEqual([400, ['PLANNING_TOO_COSTLY']]);
  });
});

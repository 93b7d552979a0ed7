import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayOptions } from '../../gateway/createGateway.js';
import { Closings } from '../../platform/lifecycle.js';
import { createMetrics } from '../../platform/metrics.js';
import { eventually } from '../support/eventually.js';
import { ask } from './support/ask.js';
import { startShop, type Shop } from './support/startShop.js';

let folder = '';
let warmUpFile = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
  warmUpFile = join(folder, 'new folder', 'operations.json');
});
afterAll(() => rm(folder, { recursive: true }));
const closings = new Closings();
afterEach(() => closings.run());

async function start(options: Partial<GatewayOptions> = {}) {
  const metrics = createMetrics();
  const shop: Shop = await startShop({ over: 'memory', warmUpFile, metrics, ...options });
  closings.add(() => shop.stop());
  const count = async (name: string, labels: Record<string, string>) => {
    const values = (await metrics.registry.getSingleMetric(name)?.get())?.values ?? [];
    const found = values.find((value) =>
      Object.entries(labels).every(([label, wanted]) => value.labels[label] === wanted),
    );
    return found?.value ?? 0;
  };
  return {
    shop,
    planned: () => count('graphql_plans_total', { outcome: 'planned' }),
    short: () => count('gateway_lane_requests_total', { lane: 'short' }),
  };
}

const often = 'query Often($id: ID!) { person(id: $id) { __typename } }';
const seldom = '{ __typename people { name } }';

/** What the file holds, written as a gateway writes it. */
const write = (operations: readonly { query: string; operationName?: string }[]) =>
  writeFile(warmUpFile, JSON.stringify(operations));
const written = async (): Promise<unknown> => JSON.parse(await readFile(warmUpFile, 'utf8'));

describe('A gateway with a warm-up file', () => {
  test('writes down what it was asked for, the most used first, without variables', async () => {
    const { shop } = await start();
    await ask(shop.url, seldom);
    for (const id of ['secret-1', 'secret-2', 'secret-3'])
      await ask(shop.url, often, { variables: { id } });
    await closings.run();
    expect(await written()).toEqual([{ query: often }, { query: seldom }]);
  });

  test('prepares it at the next start before anybody asks, so that the first request is a prepared one', async () => {
    const { shop, planned, short } = await start();
    await eventually(async () => (await planned()) === 2);
    await eventually(async () => {
      await ask(shop.url, often, { variables: { id: 'p1' } });
      return (await short()) > 0;
    });
    expect(await planned()).toBe(2);
  });

  test('prepares nothing that a caller would be refused, and goes on after it', async () => {
    const refused = [
      ...['{ nothing', '{ unknownField }', '{ __schema { types { name } } }'],
      ...[`{ a: ${'__typename b: '.repeat(120)} __typename }`, '{'.repeat(10_000)],
    ].map((query) => ({ query }));
    await write([...refused, { query: seldom, operationName: 'Unknown' }, { query: seldom }]);
    const { planned } = await start({ introspection: false });
    await eventually(async () => (await planned()) > 0);
    await closings.run();
    expect(await planned()).toBe(1);
    expect(await written()).toEqual([{ query: seldom }]);
  });

  test.each(['{"not":"a list"}', '[{"query":', '[{"query":7}]'])(
    'is warned of a file that holds %s, and begins with nothing',
    async (text) => {
      await writeFile(warmUpFile, text);
      const { shop } = await start();
      expect(await ask(shop.url, seldom)).toMatchObject({ status: 200 });
      await eventually(() =>
        shop.logged.some((line) => line.includes('operations of the last start cannot')),
      );
      await closings.run();
      expect(await written()).toEqual([{ query: seldom }]);
    },
  );

  test('has room for no more than 200 operations', async () => {
    await write([]);
    const { shop } = await start();
    for (let at = 0; at < 203; at += 1) await ask(shop.url, `{ a${String(at)}: __typename }`);
    await closings.run();
    expect(await written()).toHaveLength(200);
  });
});

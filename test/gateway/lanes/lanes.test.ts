import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { localCaller } from '../../../gateway/auth/localCaller.js';
import { loadSupergraph, ownSupergraphFile } from '../../../gateway/supergraph.js';
import { systemClock } from '../../../platform/clock.js';
import { httpTransport } from '../../../platform/graphql/httpTransport.js';
import type { SubgraphTransport } from '../../../platform/graphql/SubgraphTransport.js';
import { InternalIdentity } from '../../../platform/identity.js';
import { secret, startShop, type Shop } from '../support/startShop.js';
import { certificateOperations, shopOperations, shopRequests, type Case } from './cases.js';
import { getRequests } from './getCases.js';
import { inventedSubgraph } from './inventedSubgraph.js';
import { startStockGateway, type StockGateway } from './stockGateway.js';
import { TwoLanes } from './TwoLanes.js';

const identity = new InternalIdentity(secret, systemClock);
/** So that answers do not differ by it. */
const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };

/** Every case is the same in both lanes, to the byte, and takes the lane it should. */
async function expectOneAnswer(lanes: TwoLanes, sent: Case) {
  const full = await lanes.full(sent);
  const short = await lanes.short(sent);
  expect(short.received).toEqual(full);
  expect(short.lane).toBe(sent.lane);
  return full;
}

async function expectSameAsStock(stock: StockGateway, body: string, answer: { body: string }) {
  // Whatever comes is compared.
  const { data, errors = [] } = JSON.parse(answer.body) as {
    data: unknown;
    errors?: { message: string }[];
  };
  const expected = await stock.ask(body);
  expect(data).toEqual(expected.data);
  const messages = (all: readonly { message: string }[]) =>
    all.map(({ message }) => message).sort();
  expect(messages(errors)).toEqual(messages(expected.errors));
}

describe('two subgraphs of a shop', () => {
  let shop: Shop;
  let lanes: TwoLanes;
  let stock: StockGateway;
  beforeAll(async () => {
    shop = await startShop({ over: 'http' });
    const transportFor = (name: string, url: string) =>
      httpTransport({ name, url, timeoutMs: 5_000 });
    lanes = await TwoLanes.start(shop.supergraphSdl, transportFor);
    stock = await startStockGateway(shop.supergraphSdl, transportFor, identity.sign(localCaller));
  });
  afterAll(async () => {
    await lanes.stop();
    await stock.stop();
    await shop.stop();
  });

  test.each(shopOperations)(
    '$what: one answer in both lanes, and the data of stock @apollo/gateway',
    async (operation) => {
      const answer = await expectOneAnswer(lanes, operation);
      await expectSameAsStock(stock, operation.body ?? '', answer);
      expect(await lanes.fallbackRuns()).toBe(0);
    },
  );

  test.each([
    ['a query', '{ people { id name } }', undefined],
    ['variables', 'query P($id: ID!) { person(id: $id) { name } }', { id: '2' }],
    ['variables that do not fit', 'query P($id: ID!) { person(id: $id) { name } }', {}],
    ['an error', '{ broken }', undefined],
  ])(
    'a persisted query that is asked for by its hash, with %s: one answer in both lanes',
    async (_what, query, variables) => {
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      const registering = { headers, body: JSON.stringify({ query, variables, extensions }) };
      const registered = await lanes.full(registering);
      expect((await lanes.short(registering)).lane).toBe('full');
      const asked = { headers, body: JSON.stringify({ variables, extensions }) };
      const lane = Object.keys(variables ?? { id: '' }).length > 0 ? 'short' : 'full';
      const answer = await expectOneAnswer(lanes, { what: '', lane, ...asked });
      expect(answer.body).toBe(registered.body);
      const search = new URLSearchParams({
        variables: JSON.stringify(variables ?? {}),
        extensions: JSON.stringify(extensions),
      });
      const path = `/graphql?${search.toString()}`;
      const got = await expectOneAnswer(lanes, { what: '', lane, method: 'GET', path, headers });
      expect(got.body).toBe(registered.body);
    },
  );

  test.each([
    ['another version', { version: 2 }],
    ['a hash that is none', { version: 1, sha256Hash: 7 }],
    ['a hash that nobody registered', { version: 1, sha256Hash: 'apq:' }],
  ])('a persisted query with %s is for the full lane to refuse', async (_what, persistedQuery) => {
    const body = JSON.stringify({ extensions: { persistedQuery } });
    await expectOneAnswer(lanes, { what: '', lane: 'full', headers, body });
  });

  test.each([...shopRequests, ...getRequests])(
    '$what: one answer in both lanes',
    async (request) => {
      await expectOneAnswer(lanes, request);
    },
  );
});

describe('the graph of this repository', () => {
  let lanes: TwoLanes;
  let stock: StockGateway;
  beforeAll(async () => {
    const subgraphs = new Map<string, SubgraphTransport>();
    for (const name of ['users', 'certificates'])
      subgraphs.set(
        name,
        inventedSubgraph(await readFile(`subgraphs/${name}/schema.graphql`, 'utf8')),
      );
    const transportFor = (name: string): SubgraphTransport => {
      const transport = subgraphs.get(name);
      if (!transport) throw new Error(`The test knows no subgraph ${name}.`);
      return transport;
    };
    const { sdl } = await loadSupergraph(ownSupergraphFile);
    lanes = await TwoLanes.start(sdl, transportFor);
    stock = await startStockGateway(sdl, transportFor, {});
  });
  afterAll(async () => {
    await lanes.stop();
    await stock.stop();
  });

  test.each(certificateOperations)(
    '$what: one answer in both lanes, and the data of stock @apollo/gateway',
    async (operation) => {
      const answer = await expectOneAnswer(lanes, operation);
      expect(answer.body).toContain('“of”');
      await expectSameAsStock(stock, operation.body ?? '', answer);
      expect(await lanes.fallbackRuns()).toBe(0);
    },
  );
});

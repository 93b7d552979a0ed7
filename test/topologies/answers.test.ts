import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { Graph, type GraphAnswer } from '../support/Graph.js';
import { metric } from '../support/metric.js';
import {
  callerToken,
  describeSeparately,
  startInOneProcess,
  startSeparately,
  type SeparateProcesses,
  type Topology,
} from '../support/topologies.js';
import { RenamingProxy } from './RenamingProxy.js';

const page = '{ certificates(first: 3) { edges { node { title } } } }';
const purge = 'mutation { purge(input: { certificates: true }) { purged } }';

/** Asks until the whole answer is kept: until then the gateway prepares the operation, and asks whether pages are still good. */
async function askUntilKept(graph: Graph, url: string): Promise<GraphAnswer> {
  const hits = () => metric(url, 'gateway_answer_cache_requests_total', { outcome: 'hit' });
  const before = await hits();
  let answer = await graph.ask(page);
  await eventually(async () => {
    answer = await graph.ask(page);
    return (await hits()) > before;
  });
  return answer;
}

describe('A kept answer, in one process', () => {
  let topology: Topology;
  beforeAll(async () => {
    topology = await startInOneProcess();
  }, 60_000);
  afterAll(() => topology.stop());

  test('is kept as long as the pages it is made of, and no longer', async () => {
    const { graph, url, pluvo } = topology;
    const kept = await askUntilKept(graph, url);
    expect(kept).toEqual({ ...(await graph.ask(page)), age: kept.age });
    await pluvo.resetRequests();
    await graph.ask(page);
    expect((await pluvo.requests()).queries).toBe(0);
    await graph.ask(purge);
    await graph.ask(page);
    expect((await pluvo.requests()).operations).toMatchObject({ certificates: 1 });
  });

  test('is none that depends on more than the pages', async () => {
    const entries = () => metric(topology.url, 'gateway_answer_cache_entries');
    const before = await entries();
    for (const query of ['{ me { name } }', '{ me { portfolioItems { count } } }'])
      for (let time = 1; time <= 3; time += 1) await topology.graph.ask(query);
    expect(await entries()).toBe(before);
  });
});

describeSeparately('A kept answer, in two gateways before two replicas', () => {
  let processes: SeparateProcesses;
  let pluvo: RenamingProxy;
  const gateways: { readonly url: string; readonly graph: Graph }[] = [];
  beforeAll(async () => {
    pluvo = await RenamingProxy.start();
    processes = await startSeparately({ PLUVO_URL: pluvo.url, PLUVO_SCHEMA_CHECK_MS: '0' });
    pluvo.pluvoUrl = processes.sandbox.url;
    const { certificatesEnvironment, start, startGateway } = processes;
    const second = await startGateway((await start('certificates', certificatesEnvironment)).url);
    for (const { url } of [processes, second])
      gateways.push({ url, graph: new Graph(url, { authorization: `Bearer ${callerToken}` }) });
  }, 60_000);
  afterAll(async () => {
    await processes.stop();
    pluvo.stop();
  });

  test('is gone everywhere before the mutation is answered that makes it wrong', async () => {
    const titles = async (graph: Graph) => JSON.stringify((await graph.ask(page)).data);
    for (let round = 1; round <= 10; round += 1) {
      for (const { url, graph } of gateways) await askUntilKept(graph, url);
      const name = `Round ${String(round)}: `;
      pluvo.rename(name);
      for (const { graph } of gateways) expect(await titles(graph)).not.toContain(name);
      const [writer, reader] = round % 2 === 0 ? gateways : gateways.toReversed();
      await writer?.graph.ask(purge);
      for (const gateway of [reader, writer])
        expect(gateway && (await titles(gateway.graph))).toContain(name);
    }
  });
});

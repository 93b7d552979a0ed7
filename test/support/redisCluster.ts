import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort, startRedis, type TestRedis } from './redis.js';

export interface TestCluster {
  /** `redis+cluster://127.0.0.1:…,…` */
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  stop(): Promise<void>;
}

const firstSlots = [0, 5_461, 10_923, 16_384];

/** Three masters without replicas, each with a third of the slots. */
export async function startRedisCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
  const nodes: TestRedis[] = [];
  const busPorts: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const busPort = await freePort();
    busPorts.push(busPort);
    nodes.push(await startRedis({ settings: nodeSettings(folder, index, busPort) }));
  }
  for (const [index, node] of nodes.entries()) {
    const [from = 0, next = 0] = firstSlots.slice(index);
    await node.send('CLUSTER', 'ADDSLOTSRANGE', from, next - 1);
    for (const [other, { port }] of nodes.entries())
      if (other !== index)
        await node.send('CLUSTER', 'MEET', '127.0.0.1', port, busPorts[other] ?? 0);
  }
  await eventually(async () => {
    const states = await Promise.all(nodes.map((node) => node.send('CLUSTER', 'INFO')));
    return states.every((state) => /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(state)));
  });
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${String(port)}`).join()}`,
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function nodeSettings(folder: string, index: number, busPort: number): string[] {
  return [
    ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
    ...['--dir', folder, '--cluster-config-file', `node-${String(index)}.conf`],
    ...['--cluster-node-timeout', '2000'],
  ];
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../bench/processes/freePort.js';
import { eventually } from './eventually.js';
import { startRedis, type TestRedis } from './redis.js';

export interface TestCluster {
  /** `redis+cluster://127.0.0.1:…,…` */
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  /** Starts a replica of the node that holds a key; resolves when it has what its master has. */
  replicate(key: string): Promise<{ readonly master: TestRedis; readonly replica: TestRedis }>;
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
  const replicas: TestRedis[] = [];
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${String(port)}`).join()}`,
    nodes,
    async replicate(key) {
      const slot = Number(await nodes[0]?.send('CLUSTER', 'KEYSLOT', key));
      const index = firstSlots.findIndex((_, nth) => slot < (firstSlots[nth + 1] ?? 0));
      const master = nodes[index];
      if (!master) throw new Error(`Expected a node with slot ${String(slot)}.`);
      const busPort = await freePort();
      const replica = await startRedis({
        settings: [
          ...nodeSettings(folder, nodes.length + replicas.length, busPort),
          // It may take over however old its data are.
          ...['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0'],
        ],
      });
      replicas.push(replica);
      await replica.send('CLUSTER', 'MEET', '127.0.0.1', master.port, busPorts[index] ?? 0);
      const id = String(await master.send('CLUSTER', 'MYID'));
      await eventually(async () => String(await replica.send('CLUSTER', 'NODES')).includes(id));
      await eventually(() =>
        replica.send('CLUSTER', 'REPLICATE', id).then(
          () => true,
          () => false,
        ),
      );
      await eventually(async () =>
        String(await replica.send('INFO', 'replication')).includes('master_link_status:up'),
      );
      // Nobody votes for a replica of which it has not heard.
      await eventually(async () => {
        const known = await Promise.all(nodes.map((node) => node.send('CLUSTER', 'NODES')));
        return known.every((lines) => String(lines).includes(`slave ${id}`));
      });
      return { master, replica };
    },
    async stop() {
      await Promise.all([...nodes, ...replicas].map((node) => node.kill()));
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

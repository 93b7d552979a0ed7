import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually.js';
import { freePort } from '../../bench/processes/freePort.js';
import { sendToRedis, startRedis, type TestRedis } from './redis.js';

export interface TestSentinel {
  /** `redis+sentinel://127.0.0.1:…/main` */
  readonly url: string;
  /** The master at the start. */
  readonly master: TestRedis;
  readonly replica: TestRedis;
  stop(): Promise<void>;
}

/** A master, its replica, and a sentinel that takes the replica when the master has been silent for half a second. */
export async function startRedisSentinel(): Promise<TestSentinel> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-sentinel-'));
  const master = await startRedis({ settings: ['--dir', folder] });
  const replica = await startRedis({
    settings: [
      '--dir',
      folder,
      '--replicaof',
      `127.0.0.1 ${String(master.port)}`,
      '--repl-diskless-sync-delay',
      '0',
    ],
  });
  await eventually(async () =>
    String(await replica.send('INFO', 'replication')).includes('master_link_status:up'),
  );
  const port = await freePort();
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, sentinelFile(port, master.port));
  const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  await eventually(async () => {
    const known = await sendToRedis(port, 'SENTINEL', ['REPLICAS', 'main']).catch(() => []);
    return Array.isArray(known) && known.length === 1;
  });
  return {
    url: `redis+sentinel://127.0.0.1:${String(port)}/main`,
    master,
    replica,
    async stop() {
      const ended = once(sentinel, 'exit');
      sentinel.kill('SIGKILL');
      await ended;
      await Promise.all([master.kill(), replica.kill()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sentinelFile(port: number, masterPort: number): string {
  return [
    `port ${String(port)}`,
    'bind 127.0.0.1',
    `sentinel monitor main 127.0.0.1 ${String(masterPort)} 1`,
    'sentinel down-after-milliseconds main 500',
    'sentinel failover-timeout main 2000',
    '',
  ].join('\n');
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describeIf } from './serverSuites.js';

export interface TestRedis {
  /** `redis://127.0.0.1:…` */
  readonly url: string;
  readonly port: number;
  /** Shuts it down in an orderly way. */
  stop(): Promise<void>;
  /** kill -9: clients see their connections break. What it held is gone. */
  kill(): Promise<void>;
}

/** A suite that starts Redis servers of its own; skipped loudly if this machine has no redis-server. */
export function describeWithRedis(name: string, suite: () => void): void {
  const available = spawnSync('redis-server', ['--version']).status === 0;
  describeIf({ available, what: 'The program redis-server' }, name, suite);
}

/**
 * Starts an empty Redis without persistence.
 * @param port 0 takes any free one; give the old port to bring a killed one back.
 */
export async function startRedis({ port = 0 }: { port?: number } = {}): Promise<TestRedis> {
  const chosen = port === 0 ? await freePort() : port;
  const server = spawn(
    'redis-server',
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  await answering(server, chosen);
  return {
    url: `redis://127.0.0.1:${String(chosen)}`,
    port: chosen,
    stop: () => end(server, 'SIGTERM'),
    kill: () => end(server, 'SIGKILL'),
  };
}

async function answering(server: ChildProcess, port: number): Promise<void> {
  const client = new Redis({
    port,
    host: '127.0.0.1',
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  client.on('error', () => undefined);
  const gone = once(server, 'exit').then(() => {
    throw new Error(`Expected redis-server to start on port ${String(port)}; it ended.`);
  });
  try {
    await Promise.race([client.ping(), gone, tooLate()]);
  } finally {
    client.disconnect();
    gone.catch(() => undefined);
  }
}

async function tooLate(): Promise<never> {
  await delay(10_000, undefined, { ref: false });
  throw new Error('Expected redis-server to answer within 10 seconds.');
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form (Node documents the union for pipes).
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

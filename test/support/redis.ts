import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../bench/processes/freePort.js';
import { describeIf } from './serverSuites.js';

export interface TestRedis {
  /** `redis://127.0.0.1:…` */
  readonly url: string;
  readonly port: number;
  /** Shuts it down in an orderly way. */
  stop(): Promise<void>;
  /** kill -9: clients see their connections break. What it held is gone. */
  kill(): Promise<void>;
  /** It answers nothing any more, and its connections stay open. */
  freeze(): void;
  /** It goes on where it was. */
  thaw(): void;
  /** Sends one command, for example `send('FLUSHALL')`. */
  send(command: string, ...values: (string | number)[]): Promise<unknown>;
}

/** A suite that starts Redis servers of its own; skipped loudly if this machine has no redis-server. */
export function describeWithRedis(name: string, suite: () => void): void {
  const available = spawnSync('redis-server', ['--version']).status === 0;
  describeIf({ available, what: 'The program redis-server' }, name, suite);
}

/**
 * Starts an empty Redis without persistence.
 * @param port 0 takes any free one; give the old port to bring a killed one back.
 * @param settings as on redis-server's command line, for example `['--maxmemory', '2mb']`
 */
export async function startRedis({
  port = 0,
  settings = [],
}: { port?: number; settings?: readonly string[] } = {}): Promise<TestRedis> {
  const chosen = port === 0 ? await freePort() : port;
  const listening = ['--port', String(chosen), '--bind', '127.0.0.1'];
  const server = spawn(
    'redis-server',
    [...settings, ...listening, '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  await answering(server, chosen);
  return {
    url: `redis://127.0.0.1:${String(chosen)}`,
    port: chosen,
    stop: () => end(server, 'SIGTERM'),
    kill: () => end(server, 'SIGKILL'),
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    send: (command, ...values) => sendToRedis(chosen, command, values),
  };
}

export async function sendToRedis(
  port: number,
  command: string,
  values: (string | number)[],
): Promise<unknown> {
  const client = new Redis({ port, host: '127.0.0.1' });
  client.on('error', () => undefined);
  try {
    return await client.call(command, ...values);
  } finally {
    client.disconnect();
  }
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
  server.kill('SIGCONT');
  await ended;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from '../../platform/lifecycle.js';

/** Ten processes that start at once on two busy cores need long. */
const patienceMs = 120_000;

export interface Child extends Running {
  readonly pid: number;
  /** kill -9. */
  kill(): Promise<void>;
}

/**
 * Starts a program, and waits until it answers.
 * @param answers rejects as long as it does not
 */
export async function startChild(
  [program, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  answers: () => Promise<unknown>,
): Promise<Child> {
  const { PATH = '' } = process.env;
  const child = spawn(program, args, {
    env: { PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = once(child, 'close');
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  const untilMs = performance.now() + patienceMs;
  const isThere = () => answers().then(...([() => true, () => false] as const));
  while (!(await isThere())) {
    if (child.exitCode !== null || performance.now() > untilMs) {
      await end('SIGKILL');
      throw new Error(`Expected ${[program, ...args].join(' ')} to start; ${complaints}`);
    }
    await delay(50);
  }
  // It answers, so it was started.
  return { pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

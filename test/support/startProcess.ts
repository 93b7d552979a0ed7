import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseJson } from '../../platform/parseJson.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const startedLine = z.object({ url: z.string(), msg: z.string().endsWith('is listening') });

export interface StartedProcess {
  readonly url: string;
  readonly pid: number | undefined;
  /** Everything it has written. */
  readonly output: () => string;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
  /** It does nothing any more, and its connections stay open. */
  freeze(): void;
  /** It goes on where it was. */
  thaw(): void;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
}

const sources = { folder: root, main: ['scripts/start.mjs'] };

/**
 * Starts a part of the program as users do, on a free port, and waits until it listens.
 * @param program what Node runs, where; the sources of this repository if absent.
 */
export async function startProcess(
  part: string,
  environment: Readonly<Record<string, string>>,
  program: { readonly folder: string; readonly main: readonly string[] } = sources,
): Promise<StartedProcess> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...program.main, part], {
    cwd: program.folder,
    env: { PATH, LOG_FORMAT: 'json', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const listening = (async () => {
    for await (const line of createInterface(child.stdout)) {
      output += `${line}\n`;
      const started = startedLine.safeParse(parseJson(line));
      if (started.success) return started.data.url;
    }
    throw new Error(`Expected ${part} to start; it ended:\n${output}`);
  })();
  const url = await Promise.race([listening, tooLate(part, () => output)]).catch(
    (error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    },
  );
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdout.resume();
  return {
    url,
    pid: child.pid,
    output: () => output,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
  };
}

async function tooLate(part: string, output: () => string): Promise<never> {
  await delay(30_000, undefined, { ref: false });
  throw new Error(`Expected ${part} to listen within 30 seconds:\n${output()}`);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseJson } from '../../../platform/parseJson.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What `npm start` started. */
export interface Started {
  readonly pid: number;
  readonly screen: string;
  readonly url: string;
  readonly pluvoUrl: string;
  /** What it has written apart from the screen: logs, and errors. */
  readonly logs: () => string;
  /** Ctrl-C; resolves with its exit code. */
  interrupt(): Promise<number | null>;
}

/** Runs the command behind `npm start` on free ports, and waits for its screen. */
export async function npmStart(environment: Readonly<Record<string, string>>): Promise<Started> {
  const { child, output } = run({
    PORT: '0',
    SANDBOX_PORT: '0',
    SANDBOX_USERS: '300',
    ...environment,
  });
  const deadlineMs = performance.now() + 30_000;
  while (!output.stdout.includes('Ctrl-C')) {
    if (child.exitCode !== null || performance.now() > deadlineMs)
      throw new Error(`Expected the start screen, got:\n${output.stdout}${output.stderr}`);
    await delay(20);
  }
  const [screenLines] = partition(output.stdout);
  const screen = screenLines.join('\n');
  return {
    pid: child.pid ?? 0,
    screen,
    url: /The graph +(\S+)\/graphql/.exec(screen)?.[1] ?? '',
    pluvoUrl: /Pluvo +(http\S+)/.exec(screen)?.[1] ?? '',
    logs: () => partition(output.stdout)[1].join('\n') + output.stderr,
    async interrupt() {
      // With all that it has written.
      const ended = once(child, 'close');
      if (child.exitCode === null && child.kill('SIGINT')) await ended;
      return child.exitCode;
    },
  };
}

function run(environment: Readonly<Record<string, string>>) {
  const { PATH = '' } = process.env;
  const { scripts } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(parseJson(readFileSync(`${root}package.json`, 'utf8')));
  const child: ChildProcess = spawn('sh', ['-c', `exec ${scripts.start}`], {
    cwd: root,
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, output };
}

/** The lines of the screen, and those of the log. */
function partition(stdout: string): [screen: string[], log: string[]] {
  const lines = stdout.split('\n');
  const isLog = (line: string) => line.startsWith('{');
  return [lines.filter((line) => !isLog(line)), lines.filter(isLog)];
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a start that is expected to fail ended. */
export interface FailedStart {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a part of the program as users do, with these variables only, and waits for its end. */
export async function failedStart(
  part: string,
  environment: Readonly<Record<string, string>>,
): Promise<FailedStart> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs', part], {
    cwd: root,
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** The variables that a start refused, sorted. @throws Error if it ended in another way. */
export function refusedVariables({ code, stdout, stderr }: FailedStart): string[] {
  const [first = '', ...problems] = stderr.trimEnd().split('\n');
  if (code !== 1 || stdout !== '' || !first.startsWith('The configuration is not usable'))
    throw new Error(`Expected a refused configuration, got ${String(code)}:\n${stdout}${stderr}`);
  return problems.map((line) => /^ {2}- (\w+): expected/.exec(line)?.[1] ?? line).sort();
}

import { fetch } from 'undici';
import type { Running } from '../../platform/lifecycle.js';
import { freePort } from './freePort.js';
import { nodeEnvironment, nodeOfImage } from './image.js';
import { startChild } from './startChild.js';

export interface Program extends Running {
  readonly url: string;
  readonly pid: number;
}

type Start = (
  program: readonly string[],
  portSetting: string,
  environment: Readonly<Record<string, string>>,
  cores: string | undefined,
) => Promise<Program>;

/**
 * Starts a TypeScript program of this repository as a process of its own, and waits until it is ready.
 * @param program its file and arguments
 * @param portSetting the environment variable that names its port
 * @param cores on which it may run, as taskset takes them; undefined: as this process
 */
export const startProgram: Start = (program, ...rest) =>
  startNode(['--import', 'tsx', ...program], ...rest);

/** The same for a program that was compiled. */
export const startCompiled: Start = (program, ...rest) => startNode(program, ...rest);

const startNode: Start = async (args, portSetting, environment, cores) => {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const node = [...nodeOfImage, ...args] as const;
  const child = await startChild(
    cores === undefined ? node : ['taskset', '-c', cores, ...node],
    // A line for each request costs all servers the same, and would make them look more alike than they are.
    { LOG_LEVEL: 'warn', ...nodeEnvironment, ...environment, [portSetting]: port },
    async () => {
      const { ok } = await fetch(`${url}/health/live`);
      if (!ok) throw new Error('Not yet.');
    },
  );
  return { url, pid: child.pid, stop: () => child.stop() };
};

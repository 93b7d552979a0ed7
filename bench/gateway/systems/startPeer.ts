import { request } from 'undici';
import { freePort } from '../../processes/freePort.js';
import { startChild } from '../../processes/startChild.js';
import type { Program } from '../../processes/startProgram.js';

/**
 * Starts a gateway that is not ours, and waits until it answers GraphQL.
 * @param commandAt what starts it on a port
 * @param core on which it runs, as taskset takes it
 */
export async function startPeer(
  commandAt: (port: string) => readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  core: string | undefined,
): Promise<Program> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const command = commandAt(port);
  const child = await startChild(
    core === undefined ? command : ['taskset', '-c', core, ...command],
    environment,
    async () => {
      const { statusCode, body } = await request(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{__typename}"}',
      });
      await body.dump();
      if (statusCode !== 200) throw new Error('Not yet.');
    },
  );
  return { url, pid: child.pid, stop: () => child.stop() };
}

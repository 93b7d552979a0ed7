import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { freePort } from '../processes/freePort.js';

const patienceMs = 60_000;
const body = '{"query":"{ certificates(first: 1) { edges { node { id } } } }"}';

/**
 * From `npm start` until it has answered a query about certificates, in milliseconds.
 * @param folder where it keeps its data; empty: as it is for somebody who has just cloned the repository
 */
export async function timeFirstAnswer(folder: string): Promise<number> {
  const port = String(await freePort());
  const sandboxPort = String(await freePort());
  const startedMs = performance.now();
  const child = spawn('npm', ['start'], {
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? folder },
      ...{ NODE_ENV: 'production', PORT: port, SANDBOX_PORT: sandboxPort, DATA_FOLDER: folder },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm starts a shell that starts Node.js: the group is stopped as one.
    detached: true,
  });
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() > startedMs + patienceMs)
        throw new Error('Expected npm start to answer a query.');
      await delay(5);
    }
    return performance.now() - startedMs;
  } finally {
    const ended = once(child, 'close');
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    }
  }
}

async function answers(port: string): Promise<boolean> {
  try {
    const response = await request(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return (await response.body.text()).startsWith('{"data":{"certificates":{');
  } catch {
    return false;
  }
}

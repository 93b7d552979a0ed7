import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever asks for any: 32768 on Linux, 49152 elsewhere. */
const ports = { first: 20_000, count: 12_000 };
const portsPerProcess = 30;
let given = 0;

/**
 * A port of the loopback address that nobody listens on, and that nobody gets by chance until it is used: neither a process
 * that asks the system for any port, nor another that asks here at the same time.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < portsPerProcess; tried += 1) {
    const first = (process.pid * portsPerProcess) % ports.count;
    const port = ports.first + first + (given++ % portsPerProcess);
    if (await isFree(port)) return port;
  }
  throw new Error(`Expected one of ${String(portsPerProcess)} ports of 127.0.0.1 to be free.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

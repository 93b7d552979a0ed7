import type { AddressInfo } from 'node:net';
import type { Running } from '../lifecycle.js';
import type { HttpApp } from './createHttpApp.js';

export interface Listening extends Running {
  /** Where it is reached from this machine, without a trailing slash. */
  readonly url: string;
}

/** Requests that are still running this long after a stop was asked for are cut off. */
const gracePeriodMs = 20_000;

/** Starts to listen; port 0 takes any free one. `stop` lets running requests finish. */
export async function listen(app: HttpApp, at: { host: string; port: number }): Promise<Listening> {
  await app.listen(at);
  // A server that listens on TCP has an address of this form (Node documents the union for pipes).
  const { port } = app.server.address() as AddressInfo;
  const host = at.host === '0.0.0.0' || at.host === '::' ? '127.0.0.1' : at.host;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
    async stop() {
      const cutOff = setTimeout(() => {
        app.server.closeAllConnections();
      }, gracePeriodMs);
      // A connection that was busy when the stop began is kept alive for its client, and would hold the stop up.
      const sweep = setInterval(() => {
        app.server.closeIdleConnections();
      }, 50);
      try {
        await app.close();
      } finally {
        clearTimeout(cutOff);
        clearInterval(sweep);
      }
    },
  };
}

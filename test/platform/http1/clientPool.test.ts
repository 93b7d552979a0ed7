import { afterEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientPool } from '../../../platform/http1/ClientPool.js';
import { HttpExchange } from '../../../platform/http1/HttpExchange.js';
import { prepareRequest } from '../../../platform/http1/writeRequest.js';

const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

async function listen(server: Server, protocol = 'http'): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  return new URL(`${protocol}://127.0.0.1:${String(port)}/`);
}

const serve = (listener: RequestListener): Promise<URL> => listen(createServer(listener));

function poolOf(url: URL, connectionLimit = 256) {
  const pool = new ClientPool({ url, connectionLimit, responseLimitBytes: 10_000_000 });
  closings.push(() => pool.stop());
  const write = prepareRequest({ method: 'POST', url });
  return {
    pool,
    ask: (content: string, timeoutMs = 5_000) =>
      new Promise<string>((resolve, reject) => {
        pool.send(
          new HttpExchange({
            ...{ request: write({}, content), timeoutMs, reject },
            resolve({ text }) {
              resolve(text);
            },
          }),
        );
      }),
  };
}

const echo: RequestListener = (request, response) => {
  request.pipe(response);
};

describe('connections to a server', () => {
  test('carry contents of any size and language, one after the other', async () => {
    const connections = new Set();
    const { ask } = poolOf(
      await serve((request, response) => {
        connections.add(request.socket);
        echo(request, response);
      }),
    );
    for (const content of ['', 'a', 'é漢😀', 'x'.repeat(1_000_000), '漢'.repeat(300_000)])
      expect((await ask(content)) === content).toBe(true);
    expect(connections.size).toBe(1);
  });

  test('are no more than allowed: what is too many waits for its turn, in order', async () => {
    const came: string[] = [];
    const open: (() => void)[] = [];
    let most = 0;
    const { ask } = poolOf(
      await serve((request, response) => {
        request.setEncoding('utf8').on('data', (content: string) => {
          came.push(content);
          open.push(() => response.end(content));
          most = Math.max(most, open.length);
          // Always two are under way until the last ones.
          if (open.length === 2) for (const answer of open.splice(0)) answer();
        });
      }),
      2,
    );
    const contents = Array.from({ length: 10 }, (_, index) => String(index));
    expect(await Promise.all(contents.map((content) => ask(content)))).toEqual(contents);
    expect([came, most]).toEqual([contents, 2]);
  });

  test('make room for those that wait when one of them breaks', async () => {
    let asked = 0;
    const { ask } = poolOf(
      await serve((request, response) => {
        asked += 1;
        if (asked === 1) request.socket.destroy();
        else echo(request, response);
      }),
      1,
    );
    const [first, second] = await Promise.allSettled([ask('1'), ask('2')]);
    expect([first.status, second]).toEqual(['rejected', { status: 'fulfilled', value: '2' }]);
  });

  test('are not used again once the other side has said that it closes them', async () => {
    const connections = new Set();
    const url = await serve((request, response) => {
      connections.add(request.socket);
      response.setHeader('connection', 'close');
      echo(request, response);
    });
    const { ask } = poolOf(url);
    expect([await ask('1'), await ask('2')]).toEqual(['1', '2']);
    expect(connections.size).toBe(2);
  });

  test('are left alone when the other side may be about to close them', async () => {
    const connections = new Set();
    const url = await serve((request, response) => {
      connections.add(request.socket);
      response.setHeader('connection', 'keep-alive').setHeader('keep-alive', 'timeout=1');
      echo(request, response);
    });
    const { ask } = poolOf(url);
    await ask('1');
    await ask('2');
    expect(connections.size).toBe(2);
  });

  test("are closed when what was asked over them takes too long: its answer is nobody else's", async () => {
    const { ask } = poolOf(
      await serve((request, response) => {
        request.setEncoding('utf8').on('data', (content: string) => {
          if (content !== 'slow') response.end(content);
        });
      }),
    );
    await expect(ask('slow', 20)).rejects.toThrow('time is up');
    expect(await ask('2')).toBe('2');
  });

  test('stop when everything under way is over', async () => {
    let answer = (): void => undefined;
    let arrived = (): void => undefined;
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    const { ask, pool } = poolOf(
      await serve((_request, response) => {
        answer = () => response.end('late');
        arrived();
      }),
    );
    const under = ask('');
    await asked;
    const stopped = pool.stop();
    answer();
    expect(await under).toBe('late');
    await stopped;
  });

  test('are made over TLS to an address that asks for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-graph-'));
    closings.push(() => {
      rmSync(folder, { recursive: true });
    });
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
    execFileSync('openssl', ['req', '-x509', ...made, '-out', cert, ...subject], {
      stdio: 'ignore',
    });
    const files = { key: readFileSync(key), cert: readFileSync(cert) };
    const url = await listen(createTlsServer(files, echo), 'https');
    await expect(poolOf(url).ask('é')).rejects.toThrow(/self-signed/);
    const trusting = new ClientPool({
      ...{ url, connectionLimit: 1, responseLimitBytes: 1_000 },
      tls: { ca: files.cert },
    });
    closings.push(() => trusting.stop());
    const request = prepareRequest({ method: 'POST', url })({}, 'é');
    const text = await new Promise((resolve, reject) => {
      const done = {
        resolve: (response: { text: string }) => {
          resolve(response.text);
        },
        reject,
      };
      trusting.send(new HttpExchange({ request, timeoutMs: 5_000, ...done }));
    });
    expect(text).toBe('é');
  });
});

test('a header that would end its line is refused', () => {
  const write = prepareRequest({ method: 'POST', url: new URL('http://a/') });
  expect(() => write({ traceparent: 'x\r\nevil: 1' }, '')).toThrow(TypeError);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in front of a Pluvo, and calls every certificate something else when it is told to. */
export class RenamingProxy {
  readonly url: string;
  readonly #server: Server;
  /** The Pluvo behind it. */
  pluvoUrl = '';
  #prefix = '';

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(): Promise<RenamingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has an address of this form.
    const { port } = server.address() as AddressInfo;
    const proxy = new RenamingProxy(server, `http://127.0.0.1:${String(port)}`);
    proxy.#serve();
    return proxy;
  }

  /** All titles begin so from now on. */
  rename(prefix: string): void {
    this.#prefix = prefix;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #serve(): void {
    this.#server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { authorization = '', 'content-type': type = '' } = request.headers;
        void fetch(this.pluvoUrl + (request.url ?? ''), {
          method: request.method ?? 'POST',
          headers: { authorization, 'content-type': type },
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        }).then(async (answer) => {
          const text = (await answer.text()).replaceAll('"title":"', `"title":"${this.#prefix}`);
          response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
        });
      });
    });
  }
}

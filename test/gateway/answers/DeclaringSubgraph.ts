import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
});

/** A subgraph over HTTP that says of keeping its answers what a test wants it to. */
export class DeclaringSubgraph {
  readonly typeDefs: string;
  readonly url: string;
  readonly #server: Server;
  /** Of the next answers. */
  headers: Readonly<Record<string, string>> = {};
  extensions: object | undefined;
  /** How often it was asked: part of what it answers. */
  asked = 0;

  private constructor(typeDefs: string, server: Server, url: string) {
    this.typeDefs = typeDefs;
    this.#server = server;
    this.url = url;
  }

  static async start(field: string): Promise<DeclaringSubgraph> {
    const typeDefs = `type Query { ${field}(n: Int): String ${field}Broken: String } type Mutation { ${field}Change: String }`;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has an address of this form.
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}/graphql`;
    const subgraph = new DeclaringSubgraph(typeDefs, server, url);
    subgraph.#serve(field);
    return subgraph;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #serve(field: string): void {
    const schema = buildSubgraphSchema([{ typeDefs: parse(this.typeDefs) }]);
    const rootValue = {
      [field]: () => `“${field}” ${String(this.asked)}`,
      [`${field}Change`]: () => `changed ${String(this.asked)}`,
      [`${field}Broken`]: () => new Error('broken'),
    };
    this.#server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        this.asked += 1;
        const { query, variables } = requestSchema.parse(JSON.parse(body));
        void graphql({ schema, source: query, rootValue, variableValues: variables }).then(
          (answer) => {
            const text = JSON.stringify({ ...answer, extensions: this.extensions });
            const length = String(Buffer.byteLength(text));
            response.writeHead(200, { 'content-length': length, ...this.headers }).end(text);
          },
        );
      });
    });
  }
}

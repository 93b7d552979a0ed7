import type { FastifyRequest } from 'fastify';
import type { HttpApp } from '../../platform/http/createHttpApp.js';
import { idePage } from './idePage.js';
import { loadIdeFiles, type IdeFile } from './loadIdeFiles.js';

/** An operation that is ready to run when the IDE is opened for the first time. */
export interface IdeTab {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * Only what comes from this server is loaded or called. GraphiQL's editor writes style elements and carries its icon
 * font as a data: URL; scripts and workers are files.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Shows GraphiQL to browsers that open /graphql. The page and its files need no token: callers give theirs in the
 * page, as a header of their operations.
 */
export function serveIde(app: HttpApp, tabs: readonly IdeTab[]): void {
  const page = idePage(tabs);
  app.addHook('onRequest', (request, reply, done) => {
    if (!opensPage(request)) {
      done();
      return;
    }
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .send(page);
  });

  let loaded: Promise<ReadonlyMap<string, IdeFile>> | undefined;
  app.get<{ Params: { file: string } }>('/graphql/ide/:file', async (request, reply) => {
    loaded ??= loadIdeFiles();
    const file = (await loaded).get(request.params.file);
    if (!file) {
      reply.callNotFound();
      return reply;
    }
    void reply
      .header('etag', file.etag)
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-encoding')
      .header('x-content-type-options', 'nosniff');
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
    void reply.type(file.type);
    return /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      ? reply.header('content-encoding', 'gzip').send(file.gzipped)
      : reply.send(file.bytes);
  });
}

/** A browser that navigates asks for text/html; a client of GraphQL over HTTP does not, and sends a query. */
function opensPage(request: FastifyRequest): boolean {
  return (
    request.method === 'GET' &&
    request.routeOptions.url === '/graphql' &&
    (request.headers.accept ?? '').includes('text/html')
  );
}

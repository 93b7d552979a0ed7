import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import { traceFrom, withTrace, type Trace } from '../trace.js';
import { answerErrors } from './answerErrors.js';
import { serveHealth, type ReadyCheck, type ReadyDetail } from './health.js';

declare module 'fastify' {
  interface FastifyRequest {
    trace: Trace;
  }
}

export type HttpApp = FastifyInstance;

export interface HttpAppOptions {
  /** Names this server in metrics and logs. */
  readonly name: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly bodyLimitBytes: number;
  readonly readyChecks: readonly ReadyCheck[];
  readonly readyDetails?: readonly ReadyDetail[] | undefined;
}

/**
 * The HTTP server every process of ours starts from: traced, measured and logged requests, coded errors, `/metrics`,
 * `/health/live` and `/health/ready`. Routes are added before `listen`.
 */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const { name, logger, metrics, bodyLimitBytes, readyChecks, readyDetails } = options;
  const app: HttpApp = fastify({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    logger: false,
  });
  // Only JSON is spoken; a text/plain body is what a cross-site form would send.
  app.removeContentTypeParser('text/plain');

  app.addHook('onRequest', (request, reply, done) => {
    const traceparent = request.headers['traceparent'];
    request.trace = traceFrom(typeof traceparent === 'string' ? traceparent : undefined);
    void reply.header('x-trace-id', request.trace.traceId);
    withTrace(request.trace, done);
  });
  // Reading a body leaves the asynchronous context of onRequest, so the handler enters it again.
  app.addHook('preHandler', (request, _reply, done) => {
    withTrace(request.trace, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const status = reply.statusCode;
    const durationMs = Math.round(reply.elapsedTime * 10) / 10;
    metrics.httpRequests.observe(
      { server: name, method: request.method, route, status },
      reply.elapsedTime / 1000,
    );
    const { traceId } = request.trace;
    const level = /^\/(health|metrics)/.test(route) ? 'debug' : 'info';
    logger[level](
      { traceId, server: name, method: request.method, route, status, durationMs },
      'answered',
    );
    done();
  });
  answerErrors(app, logger);

  app.get('/metrics', async (_request, reply) => {
    void reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  serveHealth(app, readyChecks, readyDetails);
  return app;
}

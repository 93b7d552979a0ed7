import fastify, { type FastifyInstance } from 'fastify';
import type { RequestListener, Server } from 'node:http';
import { FrontedServer } from '../http1/FrontedServer.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import { withTrace, type Trace } from '../trace.js';
import { AnsweredRequests, traceIdHeader, traceOf } from './AnsweredRequests.js';
import { answerErrors } from './answerErrors.js';
import type { RequestFront } from '../http1/RequestFront.js';
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
  /** Answers some requests before the app sees them. */
  readonly createFront?: ((answered: AnsweredRequests) => RequestFront) | undefined;
}

/** How long a client may take to send a request. */
const requestTimeoutMs = 60_000;

/**
 * The HTTP server every process of ours starts from: traced, measured and logged requests, coded errors, `/metrics`,
 * `/health/live` and `/health/ready`. Routes are added before `listen`.
 */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const { name, logger, metrics, bodyLimitBytes, readyChecks, readyDetails } = options;
  const answered = new AnsweredRequests({ server: name, logger, metrics });
  const front = options.createFront?.(answered);
  const app: HttpApp = fastify({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    requestTimeout: requestTimeoutMs,
    logger: false,
    ...(front && { serverFactory: serveBehind(front) }),
  });
  if (front) {
    app.addHook('preClose', (done) => {
      front.drain();
      done();
    });
  }
  // Only JSON is spoken; a text/plain body is what a cross-site form would send.
  app.removeContentTypeParser('text/plain');

  app.addHook('onRequest', (request, reply, done) => {
    request.trace = traceOf(request.headers);
    void reply.header(traceIdHeader, request.trace.traceId);
    withTrace(request.trace, done);
  });
  // Reading a body leaves the asynchronous context of onRequest, so the handler enters it again.
  app.addHook('preHandler', (request, _reply, done) => {
    withTrace(request.trace, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { trace, method } = request;
    answered.add({
      ...{ trace, method, route: request.routeOptions.url ?? 'unknown' },
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
    done();
  });
  answerErrors(app, { logger, bodyLimitBytes });

  app.get('/metrics', async (_request, reply) => {
    void reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  serveHealth(app, readyChecks, readyDetails);
  return app;
}

type ServerFactory = (
  listener: RequestListener,
  options: { keepAliveTimeout?: number; requestTimeout?: number },
) => Server;

/** A server as fastify would make it, with somebody in front. */
function serveBehind(front: RequestFront): ServerFactory {
  return (listener, { keepAliveTimeout, requestTimeout }) => {
    const server = new FrontedServer(front, listener);
    // Fastify sets these on its own servers only.
    if (keepAliveTimeout !== undefined) server.keepAliveTimeout = keepAliveTimeout;
    if (requestTimeout !== undefined) server.requestTimeout = requestTimeout;
    return server;
  };
}

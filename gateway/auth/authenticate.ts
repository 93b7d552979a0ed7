import type { FastifyRequest } from 'fastify';
import { PlatformError } from '../../platform/errors.js';
import type { HttpApp } from '../../platform/http/createHttpApp.js';
import type { Caller } from '../../platform/identity.js';
import type { Identify } from './identify.js';

/**
 * Finds out who sends a request before its body is read: a stranger's is not. Health and metrics are for everybody.
 * @returns who sent a request to /graphql.
 */
export function authenticate(
  app: HttpApp,
  identify: Identify,
): (request: FastifyRequest) => Caller {
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url !== '/graphql') {
      done();
      return;
    }
    try {
      callers.set(request, identify(request.headers));
      done();
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
      done(error);
    }
  });
  return (request) => {
    const caller = callers.get(request);
    if (!caller) throw new TypeError('Only requests to /graphql have a caller.');
    return caller;
  };
}

import { HeaderMap, type ApolloServer, type BaseContext } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from '../http/createHttpApp.js';

/**
 * Serves an Apollo server at /graphql (GraphQL over HTTP).
 * @param contextFrom makes the context of one request; a CodedError it throws answers the request with its HTTP status.
 */
export function serveGraphql<Context extends BaseContext>(
  app: HttpApp,
  apollo: ApolloServer<Context>,
  contextFrom: (request: FastifyRequest, reply: FastifyReply) => Context,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    async handler(request, reply) {
      const contextValue = contextFrom(request, reply);
      const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: headerMap(request),
          search: new URL(request.url, 'http://localhost').search,
          body: request.body,
        },
        context: () => Promise.resolve(contextValue),
      });
      if (body.kind === 'chunked') throw new TypeError('Incremental delivery is not served.');
      // Not modified: nothing is said of a body that does not come.
      if (status === 304) headers.delete('content-type');
      return reply
        .code(status ?? 200)
        .headers(Object.fromEntries(headers))
        .send(status === 304 ? undefined : body.string);
    },
  });
}

function headerMap(request: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
